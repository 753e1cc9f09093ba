import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { createAd } from '../market/ads/create-ad.ts'
import { createOffer } from '../market/offers/create-offer.ts'
import { payOffer } from '../market/offers/pay-offer.ts'
import { createOrder } from '../shop/orders/create-order.ts'
import { transitionOrder } from '../shop/orders/transition-order.ts'
import { adInput, offerInput } from '../testing/market.ts'
import { newProduct, newSeller } from '../testing/shop.ts'
import { cart } from '../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { buyTrade } from '../trades/buy-trade.ts'
import { cancelTrade } from '../trades/cancel-trade.ts'
import { createTrade } from '../trades/create-trade.ts'
import { disputeTrade } from '../trades/dispute-trade.ts'
import { releaseTrade } from '../trades/release-trade.ts'
import { resolveTrade } from '../trades/resolve-trade.ts'
import { getSettings } from './get-settings.ts'
import { listNotifications } from './list-notifications.ts'
import { readNotifications } from './read-notifications.ts'
import { removeNotifications } from './remove-notifications.ts'
import { updateSettings } from './update-settings.ts'

let core: TestCore
let seller: SignedIn
let buyer: SignedIn
beforeAll(async () => {
  core = await startTestCore()
})
afterAll(() => core.close())
beforeEach(async () => {
  seller = await core.newUser()
  buyer = await core.newUser()
})

const list = (of: SignedIn, filter: object = {}) =>
  listNotifications(core.as(of), { page: 1, perPage: 50, unread: false, ...filter })
const typesOf = async (of: SignedIn, filter: object = {}) =>
  (await list(of, filter)).items.map(({ type }) => type)

async function takenTrade(): Promise<number> {
  const { id } = await createTrade(core.as(seller), { asset: 'btc', amount: '0.5' })
  await buyTrade(core.as(buyer), { id })
  return id
}

test('whoever is not the actor is told of each step of a trade', async () => {
  const id = await takenTrade()
  await releaseTrade(core.as(seller), { id })
  const { items, unread } = await list(seller)
  expect(unread).toBe(1)
  expect(items).toEqual([
    {
      id: expect.any(Number),
      type: 'TRADE_TAKEN',
      title: 'Trade taken',
      message: expect.stringMatching(/^user\d+ has taken your trade of 0.5 BTC$/),
      data: { tradeId: id },
      isRead: false,
      createdAt: '2026-01-02T03:04:05.678Z',
    },
  ])
  expect(await typesOf(buyer)).toEqual(['TRADE_RELEASED'])
})

test('what staff settle is told to both, and what was undone to the other side', async () => {
  const staff = await core.newUser('staff')
  const id = await takenTrade()
  await disputeTrade(core.as(buyer), { id, reason: 'nothing came' })
  await resolveTrade(core.as(staff), { id, outcome: 'refund' })
  expect(await typesOf(seller)).toEqual(['TRADE_RESOLVED', 'TRADE_DISPUTED', 'TRADE_TAKEN'])
  expect(await typesOf(buyer)).toEqual(['TRADE_RESOLVED'])
  const open = await createTrade(core.as(seller), { asset: 'btc', amount: '0.5' })
  await cancelTrade(core.as(seller), { id: open.id })
  expect((await list(seller)).total).toBe(3)
})

test('offers are told of to the other side', async () => {
  const ad = await createAd(core.as(seller), adInput())
  const offer = await createOffer(core.as(buyer), offerInput(ad))
  await payOffer(core.as(buyer), { id: offer.id })
  expect(await typesOf(seller)).toEqual(['OFFER_PAID', 'OFFER_CREATED'])
  expect(await typesOf(buyer)).toEqual([])
})

test('each is an event of the user’s own stream, of the same transaction', async () => {
  await takenTrade()
  const { items } = await list(seller)
  const events = await readEvents(core.as(seller).db, `user:${seller.userId}`, 0)
  const told = events.filter(({ type }) => type === 'notification.created')
  expect(told.map(({ data }) => (data as { id: number }).id)).toEqual(items.map(({ id }) => id))
  expect(core.woken).toContain(`user:${seller.userId}`)
})

test('of what one does over and over somebody is told twenty times an hour', async () => {
  const { user: owner } = await newSeller(core)
  const { id } = await newProduct(core, owner, { stockQuantity: 9 })
  const order = async (by: SignedIn) => {
    const made = await createOrder(core.as(by), cart([id, 1]))
    await transitionOrder(core.as(by), 'cancel', made.id)
  }
  for (let n = 0; n < 30; n += 1) await order(buyer)
  const counted = async () => {
    const found = [...(await typesOf(owner)), ...(await typesOf(owner, { page: 2 }))]
    return found.filter((type) => type === 'ORDER_CREATED').length
  }
  expect(await counted()).toBe(20)
  // Somebody else is heard, and the same one after an hour, or once they have been read.
  await order(seller)
  expect(await counted()).toBe(21)
  await readNotifications(core.as(owner), {})
  await order(buyer)
  expect(await counted()).toBe(22)
})

test('they are read one by one or all at once, and counted either way', async () => {
  for (let n = 0; n < 4; n += 1) await takenTrade()
  const [last, , second] = (await list(seller)).items
  const read = (ids?: number[]) => readNotifications(core.as(seller), { ids })
  const ids = [last?.id ?? 0, second?.id ?? 0]
  expect(await read(ids)).toEqual({ updated: 2, unread: 2 })
  expect(await read(ids)).toEqual({ updated: 0, unread: 2 })
  expect(await readNotifications(core.as(buyer), { ids })).toEqual({ updated: 0, unread: 0 })
  expect((await list(seller, { unread: true })).items).toHaveLength(2)
  expect(await read()).toEqual({ updated: 2, unread: 0 })
  const all = await list(seller)
  expect([all.unread, all.items.map(({ isRead }) => isRead)]).toEqual([0, [true, true, true, true]])
  await takenTrade()
  expect(await typesOf(seller, { unread: true })).toEqual(['TRADE_TAKEN'])
  expect(await read([last?.id ?? 0])).toEqual({ updated: 0, unread: 1 })
})

test('what is told while all are read is either read or counted', async () => {
  await takenTrade()
  await Promise.all([
    ...Array.from({ length: 6 }, takenTrade),
    ...Array.from({ length: 6 }, () => readNotifications(core.as(seller), {})),
  ])
  const { items, unread } = await list(seller)
  expect(items).toHaveLength(7)
  expect(items.filter(({ isRead }) => !isRead)).toHaveLength(unread)
})

test('a kind that is switched off is not told of, then or later', async () => {
  expect(await updateSettings(core.as(seller), { trades: false, orders: false })).toEqual({
    trades: false,
    offers: true,
    wallet: true,
    orders: false,
    escrow: true,
    support: true,
    requests: true,
  })
  await takenTrade()
  const ad = await createAd(core.as(seller), adInput())
  await createOffer(core.as(buyer), offerInput(ad))
  await updateSettings(core.as(seller), { trades: true })
  expect(await getSettings(core.as(seller))).toMatchObject({ trades: true, orders: false })
  const { items, unread } = await list(seller)
  expect([items.map(({ type }) => type), unread]).toEqual([['OFFER_CREATED'], 1])
  await takenTrade()
  expect((await list(seller)).unread).toBe(2)
})

test('old ones are removed: read ones after 90 days, all after a year', async () => {
  for (let n = 0; n < 3; n += 1) await takenTrade()
  const ids = (await list(seller)).items.map(({ id }) => id)
  const days = (n: number) => `'2026-01-02'::timestamptz - interval '${n} days'`
  const age = (id: number | undefined, n: number) =>
    core.sql(`update notifications set created_at = ${days(n)} where id = $1`, [id])
  await age(ids[0], 91)
  await age(ids[1], 91)
  await age(ids[2], 400)
  await readNotifications(core.as(seller), { ids: [ids[0] ?? 0] })
  await removeNotifications(core.as({ kind: 'system' }))
  const left = await list(seller)
  expect([left.items.map(({ id }) => id), left.unread]).toEqual([[ids[1]], 1])
})
