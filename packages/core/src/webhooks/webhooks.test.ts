import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { fanOutWebhooks } from '../domains.ts'
import { takeGrownStreams } from '../events/grown-streams.ts'
import { readEvents } from '../events/read-events.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { createTrade } from '../trades/create-trade.ts'
import { createWebhook } from './create-webhook.ts'
import { deleteWebhook } from './delete-webhook.ts'
import { getDelivery } from './get-delivery.ts'
import { getWebhook } from './get-webhook.ts'
import { listDeliveries } from './list-deliveries.ts'
import { listWebhooks } from './list-webhooks.ts'
import { redeliverOne, redeliverSince } from './redeliver.ts'
import { removeDeliveries } from './remove-deliveries.ts'
import { rotateSecret } from './rotate-secret.ts'
import type { WebhookAnswer, WebhookDoor, WebhookRequest } from './sender.ts'
import { testWebhook } from './test-webhook.ts'
import { updateWebhook } from './update-webhook.ts'
import { keepWebhookQueues, takeWebhookQueues, workWebhookQueue } from './work-queue.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const WELL: WebhookAnswer = { status: 200, body: 'ok', error: null, milliseconds: 3 }
const DOWN: WebhookAnswer = { status: null, body: '', error: 'down', milliseconds: 3 }
const GONE: WebhookAnswer = { status: 410, body: '', error: 'It answered 410', milliseconds: 3 }

/** Servers as the test wants them, by URL; what is not named is well. */
const answers = new Map<string, WebhookAnswer>()
const sent: WebhookRequest[] = []

const door: WebhookDoor = {
  problemOf: (url) => (url.includes('private') ? 'must not be in a private network' : undefined),
  present: (_, about) => about,
  async send(request) {
    sent.push(request)
    return answers.get(request.url) ?? WELL
  },
}

let core: TestCore
let user: SignedIn
let url: string
let urls = 0
beforeAll(async () => {
  core = await startTestCore({ webhooks: door })
})
afterAll(() => core.close())
beforeEach(async () => {
  user = await core.newUser()
  urls += 1
  url = `https://hooks.example/${urls}`
})

const system = () => core.as({ kind: 'system' })
const never = new AbortController().signal

const create = (more = {}, by = user) =>
  createWebhook(core.as(by), { url, events: ['trade.created'], ...more })
const trade = (by = user) => createTrade(core.as(by), { asset: 'btc', amount: '0.01' })
const deliveries = async (id: number, by = user) =>
  (await listDeliveries(core.as(by), { id, page: 1, perPage: 100 })).items
const statuses = async (id: number) => (await deliveries(id)).map(({ status }) => status)
const sentTo = (to = url) => sent.filter((request) => request.url === to)

function pass(milliseconds: number): void {
  core.time.now = new Date(core.time.now.getTime() + milliseconds)
}

async function fanOut(): Promise<void> {
  while ((await fanOutWebhooks(system())).streams > 0);
}

async function take(): Promise<number[]> {
  const quick = await takeWebhookQueues(system(), false, 50)
  return [...quick, ...(await takeWebhookQueues(system(), true, 50))]
}

/** Sends whatever is due. */
async function work(): Promise<void> {
  for (;;) {
    const taken = await take()
    if (taken.length === 0) return
    for (const queue of taken) await workWebhookQueue(system(), queue, never)
  }
}

async function deliver(): Promise<void> {
  await fanOut()
  await work()
}

test('an address that nothing will be sent to is refused by name', async () => {
  const refused = create({ url: 'https://private.example/' })
  await expect(refused).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    fields: [{ path: ['url'] }],
  })
  const { id } = await create()
  const changed = updateWebhook(core.as(user), { id, url: 'https://private.example/' })
  await expect(changed).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
})

test('a user has 20 webhooks and no more, however many are asked for at once', async () => {
  const asked = await Promise.allSettled(Array.from({ length: 30 }, () => create()))
  const refused = asked.filter((one) => one.status === 'rejected')
  expect(refused).toHaveLength(10)
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'CONFLICT' })
  const [first] = (await listWebhooks(core.as(user), { page: 1, perPage: 50 })).items
  await deleteWebhook(core.as(user), { id: first?.id ?? 0 })
  expect((await create()).url).toBe(url)
})

test('another’s webhook is not there', async () => {
  const { id } = await create()
  await trade()
  await deliver()
  const [delivery] = await deliveries(id)
  const other = core.as(await core.newUser())
  const one = { id, deliveryId: delivery?.id ?? 0 }
  const tried = [
    () => getWebhook(other, { id }),
    () => updateWebhook(other, { id, isActive: false }),
    () => deleteWebhook(other, { id }),
    () => rotateSecret(other, { id }),
    () => testWebhook(other, { id }),
    () => listDeliveries(other, { id, page: 1, perPage: 20 }),
    () => getDelivery(other, one),
    () => redeliverOne(other, one),
    () => redeliverSince(other, { id, since: '2026-01-01T00:00:00Z' }),
  ]
  for (const call of tried) await expect(call()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await getWebhook(core.as(user), { id })).toMatchObject({ isActive: true })
})

test('the database holds no secret that could be read', async () => {
  const { id, secret } = await create({ secret: 'a secret of the user’s own' })
  const [row] = await core.sql('select * from webhook_endpoints where id = $1', [id])
  expect(secret).toBe('a secret of the user’s own')
  expect(Buffer.from(row?.secret as Buffer).includes(Buffer.from('secret'))).toBe(false)
})

test('whoever has none leaves no note of what happens to them', async () => {
  await trade()
  const { id } = await create()
  await trade()
  const notes = () =>
    core.sql('select head from grown_streams where name = $1', [`user:${user.userId}`])
  expect(await notes()).toHaveLength(1)
  await deliver()
  expect(await notes()).toHaveLength(0)
  await deleteWebhook(core.as(user), { id })
  await trade()
  await fanOut()
  await trade()
  expect(await notes()).toHaveLength(0)
})

test('every event is told once to each, whoever reads and writes meanwhile', async () => {
  const [one, other] = [await create(), await create({ url: `${url}/other` })]
  const trades = Promise.all(Array.from({ length: 60 }, () => trade()))
  const reading = Promise.all(Array.from({ length: 4 }, fanOut))
  await Promise.all([trades, reading])
  await deliver()
  for (const { id, url } of [one, other]) {
    expect(await statuses(id)).toEqual(Array.from({ length: 60 }, () => 'delivered'))
    const ids = sentTo(url).map(({ headers }) => headers['webhook-id'])
    expect([ids.length, new Set(ids).size]).toEqual([60, 60])
  }
})

test('what a process took and never finished comes back, and is told once', async () => {
  const { id } = await create()
  await trade()
  expect(await takeGrownStreams(system(), 20)).toContain(`user:${user.userId}`)
  await fanOut()
  expect(await deliveries(id)).toEqual([])
  pass(10_000)
  await fanOut()
  expect(await statuses(id)).toEqual(['pending'])
  expect(await take()).toContain(id)
  expect(await take()).toEqual([])
  pass(10_000)
  await keepWebhookQueues(system(), [id])
  pass(10_000)
  expect(await take()).toEqual([])
  pass(5000)
  await work()
  expect(await statuses(id)).toEqual(['delivered'])
})

test('what fails is tried again with the same bytes under the same id, for three days', async () => {
  answers.set(url, DOWN)
  const { id } = await create()
  await trade()
  await deliver()
  const [first] = await deliveries(id)
  expect(first).toMatchObject({ status: 'pending', attempts: 1, error: 'down', response: null })
  const began = core.time.now.getTime()
  for (let tries = 1; (await statuses(id))[0] === 'pending'; tries += 1) {
    expect(tries).toBeLessThan(40)
    const [delivery] = await deliveries(id)
    core.time.now = new Date(delivery?.nextAttemptAt ?? 0)
    await work()
  }
  expect(core.time.now.getTime() - began).toBeGreaterThanOrEqual(3 * DAY)
  const requests = sentTo()
  expect(requests.length).toBeGreaterThan(15)
  expect(new Set(requests.map(({ body }) => body)).size).toBe(1)
  expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(new Set(requests.map(({ headers }) => headers['webhook-timestamp'])).size).toBeGreaterThan(
    10,
  )
})

test('what has failed arrives when it is asked for again', async () => {
  const { id } = await create()
  answers.set(url, { ...GONE, status: 500 })
  const since = core.time.now.toISOString()
  for (let n = 0; n < 3; n += 1) await trade()
  await deliver()
  pass(4 * DAY)
  await work()
  expect(await statuses(id)).toEqual(['failed', 'failed', 'failed'])
  answers.delete(url)
  const [last] = await deliveries(id)
  const one = { id, deliveryId: last?.id ?? 0 }
  expect(await redeliverOne(core.as(user), one)).toMatchObject({ status: 'pending' })
  await work()
  expect(await statuses(id)).toEqual(['delivered', 'failed', 'failed'])
  expect(await getDelivery(core.as(user), one)).toMatchObject({
    messageId: last?.messageId,
    attempts: (last?.attempts ?? 0) + 1,
    response: { status: 200, body: 'ok' },
    error: null,
  })
  const again = (filter: object) => redeliverSince(core.as(user), { id, since, ...filter })
  expect(await again({ status: 'failed' })).toEqual({ redelivering: 2, until: null })
  await work()
  expect(await again({})).toEqual({ redelivering: 3, until: null })
  expect(await again({})).toEqual({ redelivering: 0, until: null })
  await work()
  const later = new Date(core.time.now.getTime() + 1).toISOString()
  expect(await again({ since: later })).toEqual({ redelivering: 0, until: null })
  // Of three that are due, one goes to see whether it answers again.
  expect(sentTo().length).toBe(3 + 1 + 1 + 2 + 3)
})

test('410 switches it off at once, and its owner is told', async () => {
  const { id } = await create({ events: ['trade.created', 'notification.created'] })
  for (let n = 0; n < 12; n += 1) await trade()
  answers.set(url, GONE)
  await deliver()
  expect(await getWebhook(core.as(user), { id })).toMatchObject({
    isActive: false,
    offReason: 'gone',
  })
  const tried = sentTo().length
  expect(tried).toBeLessThanOrEqual(10)
  expect(new Set(await statuses(id))).toEqual(new Set(['failed']))
  const told = (await readEvents(system().db, `user:${user.userId}`, 12)).map(({ type }) => type)
  expect(told).toEqual(['webhook.switched_off', 'notification.created'])
  await trade()
  await deliver()
  expect(sentTo().length).toBe(tried)
  await expect(testWebhook(core.as(user), { id })).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('five days in which nothing arrives switch it off; one arrival begins them anew', async () => {
  const { id } = await create()
  answers.set(url, DOWN)
  const daily = async (days: number) => {
    for (let day = 0; day < days; day += 1) {
      await trade()
      await deliver()
      pass(DAY)
    }
  }
  await daily(4)
  answers.delete(url)
  await work()
  expect(await getWebhook(core.as(user), { id })).toMatchObject({ failingSince: null })
  answers.set(url, DOWN)
  await daily(5)
  expect(await getWebhook(core.as(user), { id })).toMatchObject({ isActive: true })
  await daily(1)
  const off = await getWebhook(core.as(user), { id })
  expect(off).toMatchObject({ isActive: false, offReason: 'failing' })
  answers.delete(url)
  const on = await updateWebhook(core.as(user), { id, isActive: true })
  expect(on).toMatchObject({ isActive: true, offReason: null, failingSince: null })
})

test('one that is off is told nothing, then or later', async () => {
  const { id } = await create()
  const other = await create({ url: `${url}/other` })
  await updateWebhook(core.as(user), { id, isActive: false })
  await trade()
  await updateWebhook(core.as(user), { id, isActive: true })
  await trade()
  await deliver()
  expect([sentTo().length, sentTo(other.url).length]).toEqual([1, 2])
  for (const each of [id, other.id])
    await updateWebhook(core.as(user), { id: each, isActive: false })
  await trade()
  await fanOut()
  await trade()
  await updateWebhook(core.as(user), { id, isActive: true })
  await trade()
  await deliver()
  expect([sentTo().length, sentTo(other.url).length]).toEqual([2, 2])
})

test('a user who is banned is told nothing, not even what was waiting', async () => {
  const { id } = await create()
  await trade()
  await fanOut()
  const ban = (active: boolean) =>
    core.sql('update users set is_active = $2 where id = $1', [user.userId, active])
  await ban(false)
  await work()
  await core.sql(
    `select record_event(row(null, false, null, $2::timestamptz), array[$1], 'trade.created', '{}')`,
    [`user:${user.userId}`, core.time.now],
  )
  await deliver()
  expect(sentTo()).toEqual([])
  await ban(true)
  await trade()
  await deliver()
  expect(await statuses(id)).toEqual(['delivered', 'failed'])
})

test('what cannot be read any more stops neither its user’s events nor those of others', async () => {
  const [{ id }, other] = [
    await create({ events: ['order.updated', 'trade.created'] }),
    await core.newUser(),
  ]
  const theirs = await create({}, other)
  await core.sql(
    `select record_event(row(null, false, null, $2::timestamptz), array[$1], 'order.updated', data)
       from unnest(array['{"id": 1e30, "status": "PAID"}', '{"id": "x"}', '{}', 'null']::jsonb[]) data`,
    [`user:${user.userId}`, core.time.now],
  )
  await trade()
  await trade(other)
  await deliver()
  expect(await statuses(id)).toEqual(['delivered'])
  expect((await deliveries(theirs.id, other)).length).toBe(1)
  const [note] = await core.sql('select from grown_streams where name = $1', [
    `user:${user.userId}`,
  ])
  expect(note).toBeUndefined()
})

test('what this version cannot tell is passed over, and the rest told', async () => {
  const { id } = await create()
  await core.sql(
    `select record_event(row(null, false, null, $2::timestamptz), array[$1], unnest(array[
       'trade.created', 'comet.seen', 'order.created']), '{}')`,
    [`user:${user.userId}`, core.time.now],
  )
  await trade()
  const faults: unknown[] = []
  for (;;) {
    const done = await fanOutWebhooks(system())
    if (done.streams === 0) break
    faults.push(...done.faults)
  }
  await work()
  expect(faults.length).toBeGreaterThan(0)
  expect((await statuses(id)).filter((status) => status === 'delivered')).toHaveLength(1)
})

test('an endpoint that does not answer waits apart, and holds up nobody', async () => {
  const dead = await create()
  answers.set(url, { ...DOWN, milliseconds: 10_000 })
  for (let n = 0; n < 30; n += 1) await trade()
  const well = await create({ url: `${url}/well` })
  await trade()
  await fanOut()
  await work()
  expect(sentTo(well.url)).toHaveLength(1)
  await trade()
  await fanOut()
  expect(await takeWebhookQueues(system(), false, 50)).toEqual([well.id])
  await workWebhookQueue(system(), well.id, never)
  expect(sentTo(well.url)).toHaveLength(2)
  pass(DAY)
  expect(await takeWebhookQueues(system(), true, 50)).toEqual([dead.id])
  // One goes to see whether it answers again, then others have their turn.
  const before = sentTo().length
  await workWebhookQueue(system(), dead.id, never)
  expect(sentTo().length - before).toBe(1)
})

test('what does not answer is left alone for a while, unless its owner asks', async () => {
  const { id } = await create()
  answers.set(url, DOWN)
  await trade()
  await deliver()
  pass(HOUR)
  await work()
  const tried = sentTo().length
  for (let n = 0; n < 5; n += 1) await trade()
  await deliver()
  pass(4 * 60_000)
  await work()
  expect(sentTo().length).toBe(tried)
  answers.delete(url)
  await testWebhook(core.as(user), { id })
  await work()
  expect(new Set(await statuses(id))).toEqual(new Set(['delivered', 'pending']))
  expect(sentTo().length).toBe(tried + 6)
  pass(DAY)
  await work()
  expect(new Set(await statuses(id))).toEqual(new Set(['delivered']))
})

test('whoever has much to be sent gets no more turns than who has little', async () => {
  await work()
  const others = await Promise.all(Array.from({ length: 8 }, () => core.newUser()))
  for (const other of others) {
    for (let n = 0; n < 6; n += 1) await create({}, other)
    await Promise.all(Array.from({ length: 5 }, () => trade(other)))
  }
  await fanOut()
  pass(1)
  const { id } = await create()
  await trade()
  await fanOut()
  pass(1)
  // Eight have waited for longer. Each has a turn, and then it is the ninth's.
  const turns: number[] = []
  for (let n = 0; n < 9; n += 1) turns.push(...(await takeWebhookQueues(system(), true, 1)))
  expect(turns[8]).toBe(id)
  for (const queue of turns) await workWebhookQueue(system(), queue, never)
  await work()
})

test('of one user’s endpoints four are sent to at a time, however many wait', async () => {
  const many = await Promise.all(Array.from({ length: 20 }, () => create()))
  const other = await core.newUser()
  await trade()
  pass(1)
  const theirs = await createWebhook(core.as(other), { url, events: ['trade.created'] })
  await trade(other)
  await fanOut()
  const first = await take()
  const mine = new Set(many.map(({ id }) => id))
  expect(first.filter((id) => mine.has(id))).toHaveLength(4)
  expect(first).toContain(theirs.id)
  expect(await take()).toEqual([])
  for (const id of first) await workWebhookQueue(system(), id, never)
  expect(await take()).toHaveLength(4)
  pass(HOUR)
  await work()
})

test('tests and redeliveries are 60 an hour', async () => {
  const { id } = await create()
  for (let n = 0; n < 60; n += 1) await testWebhook(core.as(user), { id })
  const refused = testWebhook(core.as(user), { id })
  await expect(refused).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 3600 })
  pass(HOUR)
  expect(await testWebhook(core.as(user), { id })).toMatchObject({
    event: 'webhook.test',
    status: 'pending',
  })
  await work()
  expect(JSON.parse(sentTo()[0]?.body ?? '')).toMatchObject({ event: 'webhook.test', data: { id } })
})

test('deliveries are kept for 30 days, and those of a deleted webhook no longer', async () => {
  const { id } = await create()
  await trade()
  await deliver()
  pass(31 * DAY)
  await trade()
  await deliver()
  await removeDeliveries(system())
  expect(await statuses(id)).toEqual(['delivered'])
  await deleteWebhook(core.as(user), { id })
  await expect(deliveries(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await removeDeliveries(system())
  const rows = await core.sql('select from webhook_deliveries where endpoint_id = $1', [id])
  const left = await core.sql('select from webhook_endpoints where id = $1', [id])
  expect([rows.length, left.length]).toEqual([0, 0])
})
