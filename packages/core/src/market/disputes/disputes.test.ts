import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../../context.ts'
import { dealIn } from '../../testing/market.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { getOffer } from '../offers/get-offer.ts'
import { releaseOffer } from '../offers/release-offer.ts'
import { resolveOffer } from '../offers/resolve-offer.ts'
import { noteInDispute, stateInDispute } from './add-dispute-entry.ts'
import { assignDispute } from './assign-dispute.ts'
import { escalateDispute } from './escalate-dispute.ts'
import { getDispute } from './get-dispute.ts'
import { listDisputes } from './list-disputes.ts'

let core: TestCore
let owner: SignedIn
let maker: SignedIn
let stranger: SignedIn
let staff: SignedIn
let colleague: SignedIn
beforeAll(async () => {
  core = await startTestCore()
  owner = await core.newUser()
  maker = await core.newUser()
  stranger = await core.newUser()
  staff = await core.newUser('staff')
  colleague = await core.newUser('staff')
})
afterAll(() => core.close())

const DAY = 24 * 3_600_000
const disputed = async () => (await dealIn(core, 'disputed', { owner, maker })).offer.id
const state = (user: SignedIn, offerId: number, statement = 'I paid') =>
  stateInDispute(core.as(user), { offerId, statement })
const note = (user: SignedIn, id: number) => noteInDispute(core.as(user), { id, note: 'hm' })
const audit = (id: number) =>
  core.sql(
    `select staff_id as staff, action, details, address from audit_log where subject = $1 order by id`,
    [`offer:${id}`],
  )

test('both sides state their case; notes stay among staff', async () => {
  const offerId = await disputed()
  await state(maker, offerId)
  await state(owner, offerId, 'nothing came')
  await state(staff, offerId, 'please send a receipt')
  await note(staff, offerId)
  const seen = async (user: SignedIn) =>
    (await getDispute(core.as(user), { offerId })).entries.map(({ kind, body }) => [kind, body])
  const statements = [
    ['statement', 'I paid'],
    ['statement', 'nothing came'],
    ['statement', 'please send a receipt'],
  ]
  expect(await seen(owner)).toEqual(statements)
  expect(await seen(maker)).toEqual(statements)
  expect(await seen(colleague)).toEqual([...statements, ['note', 'hm']])
  for (const doing of [
    () => getDispute(core.as(stranger), { offerId }),
    () => getDispute(core.as(owner), { offerId: 987_654 }),
    () => state(owner, 987_654),
    () => note(staff, 987_654),
  ]) {
    await expect(doing()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  await expect(state(stranger, offerId)).rejects.toMatchObject({ code: 'NOT_A_PARTY' })
})

test('evidence is never changed', async () => {
  const offerId = await disputed()
  await state(maker, offerId)
  const change = core.sql(`update dispute_entries set body = 'I lied' where offer_id = $1`, [
    offerId,
  ])
  await expect(change).rejects.toThrow('is append-only')
})

test('a dispute remembers who opened it and why, and who answered', async () => {
  const offerId = await disputed()
  expect(await getDispute(core.as(owner), { offerId })).toMatchObject({
    status: 'open',
    openedBy: maker.userId,
    reason: 'no answer',
    answerBy: '2026-01-03T03:04:05.678Z',
    answeredAt: null,
    entries: [],
  })
  await state(maker, offerId)
  await state(staff, offerId)
  expect((await getDispute(core.as(owner), { offerId })).answeredAt).toBeNull()
  await state(owner, offerId)
  expect((await getDispute(core.as(owner), { offerId })).answeredAt).toBe(
    '2026-01-02T03:04:05.678Z',
  )
})

test('a member of staff looks after it, and what staff do is on record', async () => {
  const { offer } = await dealIn(core, 'disputed', { owner, maker })
  const { id } = offer
  const assign = (userId?: string, user = staff) =>
    assignDispute(core.as(user), { id, ...(userId === undefined ? {} : { userId }) })
  expect(await assign()).toMatchObject({ assignedTo: staff.userId })
  const [row] = await core.sql('select uuid from users where id = $1', [colleague.userId])
  expect(await assign(String(row?.uuid))).toMatchObject({ assignedTo: colleague.userId })
  for (const somebody of [`${stranger.userId}`, '987654']) {
    await expect(assign(somebody)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: ['userId'] }],
    })
  }
  await note(colleague, id)
  await resolveOffer(core.as(colleague), { id, outcome: 'release', note: 'the bank confirms' })
  expect(await getOffer(core.as(maker), offer)).toMatchObject({
    status: 'released',
    resolution: 'the bank confirms',
  })
  expect(await getDispute(core.as(maker), { offerId: id })).toMatchObject({
    status: 'resolved',
    outcome: 'release',
    note: 'the bank confirms',
  })
  const address = '127.0.0.1'
  expect(await audit(id)).toEqual([
    { staff: staff.userId, action: 'dispute.assigned', details: { userId: staff.userId }, address },
    {
      staff: staff.userId,
      action: 'dispute.assigned',
      details: { userId: colleague.userId },
      address,
    },
    {
      staff: colleague.userId,
      action: 'dispute.note_added',
      details: { entry: expect.any(Number) },
      address,
    },
    {
      staff: colleague.userId,
      action: 'dispute.resolved',
      details: { outcome: 'release', note: 'the bank confirms' },
      address,
    },
  ])
  await expect(assign()).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(state(owner, id)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'This dispute is already resolved',
  })
})

test('the seller may end it by releasing', async () => {
  const { offer } = await dealIn(core, 'disputed', { owner, maker })
  await releaseOffer(core.as(owner), offer)
  expect(await getDispute(core.as(owner), { offerId: offer.id })).toMatchObject({
    status: 'resolved',
    outcome: 'release',
    note: null,
  })
  expect(await audit(offer.id)).toEqual([])
})

test('staff who are a side have no say in it, and do not read the notes', async () => {
  const { offer } = await dealIn(core, 'disputed', { owner: staff, maker })
  const { id } = offer
  await note(colleague, id)
  expect((await getDispute(core.as(staff), { offerId: id })).entries).toEqual([])
  for (const doing of [
    () => note(staff, id),
    () => assignDispute(core.as(staff), { id }),
    () => resolveOffer(core.as(staff), { id, outcome: 'refund' }),
  ]) {
    await expect(doing()).rejects.toMatchObject({ code: 'NOT_A_PARTY' })
  }
  const handing = assignDispute(core.as(colleague), { id, userId: `${staff.userId}` })
  await expect(handing).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
})

test('a dispute the other side has not answered in a day is escalated once, and both are told', async () => {
  const pair = { owner: await core.newUser(), maker: await core.newUser() }
  for (const { userId } of Object.values(pair)) {
    await core.sql(`update users set email = 'u' || id || '@example.com' where id = $1`, [userId])
  }
  const { offer } = await dealIn(core, 'disputed', pair)
  const offerId = offer.id
  const escalate = () => escalateDispute(core.as({ kind: 'system' }), { offerId })
  const dues = () =>
    core.sql(
      `select extract(epoch from start_after - created_on)::int as wait from pgboss.job
        where name = 'dispute.escalate' and data = jsonb_build_object('offerId', $1::bigint)`,
      [offerId],
    )
  expect(await dues()).toEqual([{ wait: 86_400 }])
  await escalate()
  expect(await dues()).toHaveLength(2)
  const { now } = core.time
  core.time.now = new Date(now.getTime() + DAY)
  await escalate()
  await escalate()
  core.time.now = now
  expect(await getDispute(core.as(pair.owner), { offerId })).toMatchObject({ status: 'escalated' })
  const mails = await core.sql(
    `select recipient_id as to from mails where template = 'offer.escalated' and data ->> 'offerId' = $1`,
    [String(offerId)],
  )
  expect(mails.map(({ to }) => to).sort()).toEqual([pair.owner.userId, pair.maker.userId].sort())
  expect((await getOffer(core.as(pair.owner), offer)).status).toBe('disputed')
  const asUser = escalateDispute(core.as(pair.owner), { offerId })
  await expect(asUser).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('a dispute that was answered or settled is not escalated', async () => {
  const [answered, settled] = [await disputed(), await disputed()]
  await state(owner, answered)
  await resolveOffer(core.as(staff), { id: settled, outcome: 'refund' })
  const { now } = core.time
  core.time.now = new Date(now.getTime() + DAY)
  for (const offerId of [answered, settled, 987_654]) {
    await escalateDispute(core.as({ kind: 'system' }), { offerId })
  }
  core.time.now = now
  const [escalated] = await core.sql(
    'select count(*) as n from disputes where escalated_at is not null and offer_id = any ($1)',
    [[answered, settled]],
  )
  expect(escalated).toEqual({ n: 0 })
})

test('staff see everybody’s disputes, by status', async () => {
  const open = await disputed()
  const over = await disputed()
  await resolveOffer(core.as(staff), { id: over, outcome: 'refund' })
  const list = async (filter: object) =>
    (await listDisputes(core.as(staff), { page: 1, perPage: 100, ...filter })).items.map(
      ({ offerId }) => offerId,
    )
  expect((await list({})).slice(0, 2)).toEqual([over, open])
  expect((await list({ status: 'open' }))[0]).toBe(open)
  expect((await list({ status: 'resolved' }))[0]).toBe(over)
  expect(await core.verify()).toEqual([])
})
