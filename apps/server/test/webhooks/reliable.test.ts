import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../../src/testing/webhook-receiver.ts'

// Endpoints that are slow, down, or many: what arrives, and when.

const within = { timeout: 30_000, interval: 20 }

let souk: TestSouk
let receiver: WebhookReceiver
beforeAll(async () => {
  receiver = await startWebhookReceiver()
  souk = await startTestSouk({ WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' })
})
afterAll(async () => {
  await souk.stop()
  await receiver.close()
})

async function tell({ token }: Pick<TestUser, 'token'>, url: string): Promise<string> {
  const { body } = await souk.post('/api/webhooks', { url, events: ['trade.created'] }, token)
  return body.data.id
}

/** Records that a user has made trades, past all verbs. */
const happen = (user: Pick<TestUser, 'id'>, times: number) =>
  souk.sql(
    `select record_event(row(null, false, null, now()), array['user:${user.id}'], 'trade.created', '${TRADE}')
       from generate_series(1, ${times})`,
  )

const TRADE = JSON.stringify({
  id: 1,
  asset: 'btc',
  amount: '1',
  fee: '0',
  status: 'open',
  sellerId: 1,
  sellerName: 'alice',
  sellerUsername: 'alice',
  buyerId: null,
  buyerName: null,
  buyerUsername: null,
  disputeReason: null,
  resolution: null,
  createdAt: '2026-01-02T03:04:05Z',
  updatedAt: '2026-01-02T03:04:05Z',
})

const deliveryOf = async (id: string, { token }: TestUser) =>
  (await souk.get(`/api/webhooks/${id}/deliveries`, token)).body.data[0]

test('a delivery shows what was sent and what came back', async () => {
  const user = await souk.signUp('shown')
  const id = await tell(user, `${receiver.url}/shown`)
  receiver.answer = (response) => response.writeHead(418, {}).end('short and stout '.repeat(1000))
  await happen(user, 1)
  await expect.poll(async () => (await deliveryOf(id, user))?.attempts, within).toBe(1)
  const [sent] = receiver.received.splice(0)
  const delivery = await deliveryOf(id, user)
  expect(delivery).toMatchObject({
    webhookId: id,
    messageId: sent?.id,
    event: 'trade.created',
    status: 'pending',
    request: { url: `${receiver.url}/shown`, body: sent?.raw },
    response: { status: 418, body: 'short and stout '.repeat(256) },
    error: 'It answered 418',
    durationMs: expect.any(Number),
  })
  const { request } = delivery
  for (const [name, value] of Object.entries(request.headers)) {
    expect(sent?.headers[name]).toBe(value)
  }
  expect(Object.keys(request.headers).join()).not.toContain('signature')
  receiver.answer = (response) => response.writeHead(204).end()
  const again = `/api/webhooks/${id}/deliveries/${delivery.id}/redeliver`
  expect((await souk.post(again, {}, user.token)).status).toBe(200)
  await expect.poll(async () => (await deliveryOf(id, user)).status, within).toBe('delivered')
  expect(receiver.received.splice(0).map(({ id, raw }) => [id, raw])).toEqual([
    [sent?.id, sent?.raw],
  ])
})

test('a test event arrives, and says which webhook it is of', async () => {
  const user = await souk.signUp('tester')
  const id = await tell(user, `${receiver.url}/test`)
  const { status, body } = await souk.post(`/api/webhooks/${id}/test`, {}, user.token)
  expect([status, body.data.event]).toEqual([201, 'webhook.test'])
  await expect.poll(() => receiver.received.length, within).toBe(1)
  const [received] = receiver.received.splice(0)
  expect(received?.body).toMatchObject({ event: 'webhook.test', data: { id } })
  expect(received?.id).toBe(body.data.messageId)
})

test('what happens while a receiver is down arrives once it is back', async () => {
  const user = await souk.signUp('down')
  const gone = await startWebhookReceiver()
  const id = await tell(user, `${gone.url}/down`)
  await gone.close()
  await happen(user, 25)
  const tried = () =>
    souk.sql(`select from webhook_deliveries where endpoint_id = ${numberOf(id)} and attempts > 0`)
  await expect.poll(async () => (await tried()).length, within).toBeGreaterThan(0)
  const back = await startWebhookReceiver(gone.port)
  await expect.poll(() => back.idsAt('/down').size, within).toBe(25)
  await back.close()
})

test('one event reaches each of a thousand endpoints', async () => {
  const people = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const { data } = (await souk.post('/api/auth/register')).body
      return { id: numberOf(data.id), token: data.accessToken }
    }),
  )
  for (let n = 0; n < 20; n += 1) {
    await Promise.all(people.map((one) => tell(one, `${receiver.url}/many/${one.id}/${n}`)))
  }
  const streams = people.map(({ id }) => `'user:${id}'`)
  const start = performance.now()
  await souk.sql(
    `select record_event(row(null, false, null, now()), array[${streams}], 'trade.created', '${TRADE}')`,
  )
  const told = () => new Set(receiver.received.map(({ path }) => path)).size
  await expect.poll(told, within).toBe(1000)
  expect(performance.now() - start).toBeLessThan(30_000)
  receiver.received.length = 0
}, 120_000)

test('200 endpoints that never answer hold up no other', async () => {
  const user = await souk.signUp('well')
  await tell(user, `${receiver.url}/well`)
  const dead = await Promise.all(Array.from({ length: 10 }, (_, i) => souk.signUp(`dead${i}`)))
  receiver.answer = (response, { path }) => {
    if (path === '/well') response.writeHead(204).end()
  }
  for (const one of dead) {
    for (let n = 0; n < 20; n += 1) await tell(one, `${receiver.url}/dead`)
    await happen(one, 50)
  }
  await expect.poll(() => receiver.received.length, within).toBeGreaterThan(100)
  const times: number[] = []
  for (let n = 1; n <= 5; n += 1) {
    const start = performance.now()
    await happen(user, 1)
    await expect.poll(() => receiver.idsAt('/well').size, within).toBe(n)
    times.push(performance.now() - start)
  }
  // A hint wakes the sender; who waited for the dead would wait for ten seconds each.
  expect(Math.max(...times)).toBeLessThan(2500)
}, 120_000)

const numberOf = (id: string) => Number(id.replace(/^\w+_/, ''))
