import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { giveBackTime, queues } from '../domains.ts'
import { createAd } from '../market/ads/create-ad.ts'
import { createOffer } from '../market/offers/create-offer.ts'
import { disputeOffer } from '../market/offers/dispute-offer.ts'
import { getOffer } from '../market/offers/get-offer.ts'
import { payOffer } from '../market/offers/pay-offer.ts'
import { adInput } from '../testing/market.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { recordHeartbeat } from './record-heartbeat.ts'

const SYSTEM = { kind: 'system' } as const
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

let core: TestCore
let owner: SignedIn
let maker: SignedIn
let ad: number
beforeAll(async () => {
  core = await startTestCore()
  owner = await core.newUser()
  maker = await core.newUser()
  ad = (await createAd(core.as(owner), adInput({ cryptoAmount: '50' }))).id
})
afterAll(() => core.close())

/** Every test begins while Souk is up and about. */
beforeEach(async () => {
  await core.sql('delete from heartbeat')
  await beat()
})

const beat = () => recordHeartbeat(core.as(SYSTEM), giveBackTime)

const pass = (milliseconds: number) => {
  core.time.now = new Date(core.time.now.getTime() + milliseconds)
}

/** Souk is there all the while, and says so as rarely as it may. */
async function live(milliseconds: number): Promise<void> {
  const step = 15 * SECOND
  for (let left = milliseconds; left > 0; left -= step) {
    pass(Math.min(left, step))
    await beat()
  }
}

/** So it is for hours, told at once. */
async function liveLong(milliseconds: number): Promise<void> {
  pass(milliseconds)
  await core.sql('update heartbeat set at = $1', [core.time.now])
}

async function newOffer(on = ad): Promise<number> {
  const input = { ad: on, currencyAmount: '1', fiatAmount: '100' }
  return (await createOffer(core.as(maker), input)).id
}

const work = (queue: string, data: object) => queues[queue]?.(core.as(SYSTEM), data as never)
const expire = (offerId: number) => work('offer.expire', { offerId })
const statusOf = async (id: number) => (await getOffer(core.as(maker), { id })).status

/** Minutes that the buyer still has. */
async function minutesLeft(id: number): Promise<number> {
  const { expiresAt } = await getOffer(core.as(maker), { id })
  return (Date.parse(expiresAt) - core.time.now.getTime()) / MINUTE
}

async function minutesToAnswer(id: number): Promise<number> {
  const sql =
    'select extract(epoch from answer_by - $2) / 60 as left from disputes where offer_id = $1'
  const [row] = await core.sql(sql, [id, core.time.now])
  return Number(row?.left)
}

test('while Souk is there, time runs out as promised', async () => {
  const id = await newOffer()
  await live(29 * MINUTE)
  expect(await minutesLeft(id)).toBe(1)
  await expire(id)
  expect(await statusOf(id)).toBe('pending')
  await live(MINUTE)
  await expire(id)
  expect(await statusOf(id)).toBe('expired')
})

test('15 seconds of silence are not worth mentioning, one more millisecond is', async () => {
  const id = await newOffer()
  pass(15 * SECOND)
  expect(await beat()).toBeNull()
  expect(await minutesLeft(id)).toBe(29.75)
  pass(15 * SECOND + 1)
  expect(await beat()).toBeCloseTo(15.001)
  expect(await minutesLeft(id)).toBe(29.75)
})

test.each([
  ['had just begun', 0],
  ['was half over', 30],
  ['was nearly over', 59],
])('a window of one minute that %s survives an outage of 60 seconds', async (_, lived) => {
  const { id: ad } = await createAd(core.as(owner), adInput({ timeToPay: 1 }))
  const id = await newOffer(ad)
  await live(lived * SECOND)
  pass(MINUTE)
  await expire(id)
  expect(await statusOf(id)).toBe('pending')
  expect(await minutesLeft(id)).toBe((60 - lived) / 60)
  await live((60 - lived) * SECOND)
  await expire(id)
  expect(await statusOf(id)).toBe('expired')
})

test('who had ten minutes left before three hours of silence has ten minutes left after them', async () => {
  const id = await newOffer()
  await live(20 * MINUTE)
  pass(3 * HOUR)
  await expire(id)
  expect(await statusOf(id)).toBe('pending')
  expect(await minutesLeft(id)).toBe(10)
  const jobsSet = await core.sql(
    `select from pgboss.job where name = 'offer.expire' and data = jsonb_build_object('offerId', $1::bigint)`,
    [id],
  )
  expect(jobsSet).toHaveLength(2)
  await live(10 * MINUTE)
  await expire(id)
  expect(await statusOf(id)).toBe('expired')
})

test('a window that had ended before the silence stays ended', async () => {
  const id = await newOffer()
  await live(30 * MINUTE)
  pass(3 * HOUR)
  await expire(id)
  expect(await statusOf(id)).toBe('expired')
})

test('a window that began after the last beat gets back only what it can have lost', async () => {
  pass(3 * HOUR)
  const id = await newOffer()
  pass(1000)
  expect(await beat()).toBe(3 * 3600 + 1)
  expect(await minutesLeft(id)).toBe(30)
})

test('however many processes notice the silence, it is made good once', async () => {
  const id = await newOffer()
  pass(3 * HOUR)
  const seen = await Promise.all(Array.from({ length: 8 }, beat))
  expect(seen.filter((seconds) => seconds !== null)).toEqual([3 * 3600])
  expect(await minutesLeft(id)).toBe(30)
})

test('the time to answer a dispute is given back too, unless it is over or used', async () => {
  const [open, late] = [await newOffer(), await newOffer()]
  for (const id of [open, late]) await payOffer(core.as(maker), { id })
  await disputeOffer(core.as(maker), { id: late, reason: 'nothing came' })
  await liveLong(23 * HOUR)
  await disputeOffer(core.as(maker), { id: open, reason: 'nothing came' })
  await liveLong(HOUR)
  pass(3 * HOUR)
  await beat()
  expect(await minutesToAnswer(open)).toBe(23 * 60)
  expect(await minutesToAnswer(late)).toBe(-3 * 60)
})

test('a paid offer has no window any more', async () => {
  const id = await newOffer()
  await payOffer(core.as(maker), { id })
  pass(3 * HOUR)
  await beat()
  expect(await minutesLeft(id)).toBe(30 - 180)
})

test('a process whose clock is behind takes nothing back', async () => {
  const id = await newOffer()
  pass(-10 * MINUTE)
  expect(await beat()).toBeNull()
  pass(10 * MINUTE)
  expect(await beat()).toBeNull()
  expect(await minutesLeft(id)).toBe(30)
})
