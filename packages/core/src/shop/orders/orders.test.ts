import { SoukError } from '@souk/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedIn } from '../../context.ts'
import { readEvents } from '../../events/read-events.ts'
import { userStream } from '../../events/streams.ts'
import { newProduct } from '../../testing/shop.ts'
import {
  cart,
  expire,
  mainPurse,
  newShop,
  orderIn,
  release,
  type Sides,
} from '../../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { transferBetweenWallets } from '../../wallet/transfer-between-wallets.ts'
import { getProduct } from '../products/get-product.ts'
import { updateProduct } from '../products/update-product.ts'
import { createReview } from '../reviews/create-review.ts'
import { getSeller } from '../sellers/get-seller.ts'
import { shopEventOf } from '../shop-events.ts'
import { countOrder } from './count-order.ts'
import { createOrder } from './create-order.ts'
import { expireOrder } from './expire-order.ts'
import { getOrder } from './get-order.ts'
import { listOrders } from './list-orders.ts'
import { transitionOrder } from './transition-order.ts'
import { updateOrder } from './update-order.ts'

let core: TestCore
let sides: Sides
let buyer: SignedIn
beforeAll(async () => {
  core = await startTestCore({ feePercent: '1', dealCaps: { new: 2, proven: 4 } })
})
afterAll(() => core.close())
beforeEach(async () => {
  buyer = await core.newUser()
  sides = { buyer, ...(await newShop(core)) }
})

const SYSTEM = { kind: 'system' } as const

/** The refusal: its code, its message and the fields it names. */
async function refusal(doing: Promise<unknown>) {
  const error = await doing.then(
    () => undefined,
    (error) => error,
  )
  if (!(error instanceof SoukError)) throw error ?? new Error('was not refused')
  return [error.code, error.message, error.fields.map(({ path }) => path.join('.'))]
}

const stockOf = async (product: number) =>
  (await getProduct(core.as(sides.seller), { id: product })).stockQuantity

test('an order takes its pieces, at the prices of the moment, each product once', async () => {
  const { seller, product } = sides
  const other = await newProduct(core, seller, { priceBtc: '0.5', priceEur: 7, stockQuantity: 3 })
  const order = await createOrder(core.as(buyer), cart([product, 2], [other.id, 1], [product, 3]))
  expect(order).toMatchObject({ status: 'PENDING', totalBtc: '0.55', feeBtc: '0.0055' })
  expect(order.orderItems.map((item) => [item.productId, item.quantity, item.priceBtc])).toEqual([
    [product, 5, '0.01'],
    [other.id, 1, '0.50'],
  ])
  expect([await stockOf(product), await stockOf(other.id)]).toEqual([999_995, 2])
  await updateProduct(core.as(seller), { id: product, priceBtc: '1' })
  expect((await getOrder(core.as(buyer), order)).totalBtc).toBe('0.55')
})

test('what is not for sale, one’s own, or too much of something is refused, and nothing is taken', async () => {
  const { seller, product } = sides
  const few = await newProduct(core, seller, { name: 'Rare map', stockQuantity: 1 })
  const order = (by: SignedIn, ...lines: [number, number][]) =>
    refusal(createOrder(core.as(by), cart(...lines)))
  expect(await order(buyer, [product, 1], [999_999, 1])).toEqual([
    'VALIDATION_FAILED',
    'items.1.productId: One or more products are not available',
    ['items.1.productId'],
  ])
  expect(await order(seller, [product, 1])).toEqual([
    'VALIDATION_FAILED',
    'items.0.productId: You cannot buy your own product',
    ['items.0.productId'],
  ])
  expect(await order(buyer, [product, 1], [few.id, 2])).toEqual([
    'CONFLICT',
    'Insufficient stock for product Rare map',
    [],
  ])
  await updateProduct(core.as(seller), { id: few.id, inStock: false })
  expect((await order(buyer, [few.id, 1]))[1]).toBe('Insufficient stock for product Rare map')
  expect([await stockOf(product), await stockOf(few.id)]).toEqual([1_000_000, 1])
})

test('who has nothing completed yet may leave fewer orders unpaid', async () => {
  const order = () => createOrder(core.as(buyer), cart([sides.product, 1]))
  const [first] = [await order(), await order()]
  expect(await refusal(order())).toEqual([
    'LIMIT_EXCEEDED',
    'You may have at most 2 unpaid orders under way at a time',
    [],
  ])
  await transitionOrder(core.as(buyer), 'pay', first.id)
  await transitionOrder(core.as(sides.seller), 'confirm', first.id)
  await release(core, buyer, first.id)
  for (let more = 0; more < 3; more += 1) await order()
  expect((await refusal(order()))[0]).toBe('LIMIT_EXCEEDED')
})

test('of several sellers each takes their steps, and is paid by their part', async () => {
  const second = await newShop(core, { priceBtc: '0.03', stockQuantity: 5 })
  const lines = cart([sides.product, 1], [second.product, 1])
  const { id } = await createOrder(core.as(buyer), lines)
  await transitionOrder(core.as(buyer), 'pay', id)
  expect((await transitionOrder(core.as(sides.seller), 'confirm', id)).status).toBe('PAID')
  const again = refusal(transitionOrder(core.as(sides.seller), 'confirm', id))
  expect(await again).toEqual(['CONFLICT', 'You have done so already', []])
  const confirmed = await transitionOrder(core.as(second.seller), 'confirm', id)
  expect(confirmed).toMatchObject({
    status: 'CONFIRMED',
    escrowTransaction: { status: 'CONFIRMED' },
  })
  const before = [await mainPurse(core, sides.seller), await mainPurse(core, second.seller)]
  await release(core, buyer, id)
  const after = [await mainPurse(core, sides.seller), await mainPurse(core, second.seller)]
  const got = after.map(({ available }, i) => Number(available) - Number(before[i]?.available))
  expect(got.map((amount) => amount.toFixed(6))).toEqual(['0.009900', '0.029700'])
  expect(await core.verify()).toEqual([])
})

test('one of several sellers refunds their part, and the order goes on without it', async () => {
  const second = await newShop(core, { priceBtc: '0.03', stockQuantity: 5 })
  const lines = cart([sides.product, 1], [second.product, 2])
  const { id } = await createOrder(core.as(buyer), lines)
  await transitionOrder(core.as(buyer), 'pay', id)
  await transitionOrder(core.as(sides.seller), 'confirm', id)
  const refunded = await transitionOrder(core.as(second.seller), 'refund', id)
  expect(refunded.status).toBe('CONFIRMED')
  expect(await mainPurse(core, buyer)).toEqual({
    available: '99.99',
    held: '0.01',
  })
  await release(core, buyer, id)
  expect(await stockOf(second.product)).toBe(5)
  expect(await core.verify()).toEqual([])
})

test('an order that nobody pays is cancelled after half an hour, one that is claimed after a day', async () => {
  const order = await createOrder(core.as(buyer), cart([sides.product, 3]))
  const claimed = await orderIn(core, 'PENDING', sides, 'outside')
  const { now } = core.time
  const look = async (minutes: number) => {
    core.time.now = new Date(now.getTime() + minutes * 60_000)
    for (const { id } of [order, claimed]) await expireOrder(core.as(SYSTEM), { orderId: id })
    core.time.now = now
    const both = [order, claimed].map(({ id }) => getOrder(core.as(buyer), { id }))
    return (await Promise.all(both)).map(({ status }) => status)
  }
  expect(await look(29)).toEqual(['PENDING', 'PENDING'])
  expect(await look(31)).toEqual(['CANCELLED', 'PENDING'])
  expect(await stockOf(sides.product)).toBe(999_999)
  // Another claim gives no more time.
  await transitionOrder(core.as(buyer), 'claim', claimed.id, 'f'.repeat(64))
  expect(await look(24 * 60)).toEqual(['CANCELLED', 'CANCELLED'])
  expect(await stockOf(sides.product)).toBe(1_000_000)
})

test('who has not enough pays nothing', async () => {
  const rich = await newShop(core, { priceBtc: '60' })
  const { id } = await createOrder(core.as(buyer), cart([rich.product, 1]))
  const moved = { currency: 'btc', amount: '50', from: 'main', to: 'p2p' } as const
  await transferBetweenWallets(core.as(buyer), moved)
  const pay = updateOrder(core.as(buyer), { id, status: 'PAID' })
  expect(await refusal(pay)).toEqual(['INSUFFICIENT_FUNDS', 'Insufficient balance', []])
  expect((await getOrder(core.as(buyer), { id })).status).toBe('PENDING')
})

test('a hash is a claim until the seller confirms it, and no money of the house’s is in it', async () => {
  const { id } = await createOrder(core.as(buyer), cart([sides.product, 1]))
  const early = refusal(updateOrder(core.as(sides.seller), { id, status: 'CONFIRMED' }))
  expect(await early).toEqual(['CONFLICT', 'This order has not been paid', []])
  const claimed = await updateOrder(core.as(buyer), { id, status: 'PAID', paymentHash: 'tx1' })
  expect(claimed).toMatchObject({
    status: 'PENDING',
    paymentHash: 'tx1',
    paymentConfirmed: false,
  })
  const confirmed = await updateOrder(core.as(sides.seller), { id, status: 'CONFIRMED' })
  expect(confirmed).toMatchObject({ status: 'CONFIRMED', paymentConfirmed: true })
  await updateOrder(core.as(sides.seller), { id, status: 'SHIPPED' })
  await updateOrder(core.as(buyer), { id, status: 'DELIVERED' })
  expect((await updateOrder(core.as(buyer), { id, status: 'COMPLETED' })).status).toBe('COMPLETED')
  const proven = await core.sql('select from proven_users where user_id in ($1, $2)', [
    buyer.userId,
    sides.seller.userId,
  ])
  expect(proven).toEqual([])
})

test('a completed order is counted once, opens the download and lets its buyer review', async () => {
  const { id } = await orderIn(core, 'PAID', sides)
  await core.sql(`update products set download_url = 'https://example.com/f' where id = $1`, [
    sides.product,
  ])
  const seen = () => getProduct(core.as(buyer), { id: sides.product })
  expect((await seen()).downloadUrl).toBe('https://example.com/f')
  const review = () =>
    createReview(core.as(buyer), { productId: sides.product, rating: 5, content: null })
  expect((await refusal(review()))[0]).toBe('FORBIDDEN')
  await countOrder(core.as(SYSTEM), { orderId: id })
  expect((await seen()).salesCount).toBe(0)
  await transitionOrder(core.as(sides.seller), 'confirm', id)
  await release(core, buyer, id)
  for (let times = 0; times < 2; times += 1) await countOrder(core.as(SYSTEM), { orderId: id })
  const product = await seen()
  expect(product.salesCount).toBe(1)
  expect((await review()).rating).toBe(5)
  expect(await getSeller(core.as(buyer), { id: product.sellerId })).toMatchObject({ totalSales: 1 })
})

test('a list shows ten items of an order, and says how many more there are', async () => {
  const images = ['https://example.com/1.jpg', 'https://example.com/2.jpg']
  const products: number[] = []
  for (let n = 0; n < 12; n += 1) {
    products.push((await newProduct(core, sides.seller, { images, stockQuantity: 9 })).id)
  }
  const { id } = await createOrder(core.as(buyer), cart(...products.map((p) => [p, 1] as const)))
  const { items } = await listOrders(core.as(sides.seller), { page: 1, perPage: 5 })
  expect([items[0]?.orderItems.length, items[0]?.moreItems]).toEqual([10, 2])
  const order = await getOrder(core.as(buyer), { id })
  expect([order.orderItems.length, order.moreItems]).toEqual([12, undefined])
  expect(order.orderItems[0]?.product.images).toEqual(images.slice(0, 1))
})

test('both sides hear each step once, in a sentence', async () => {
  const { id } = await orderIn(core, 'CONFIRMED', sides)
  await release(core, buyer, id)
  const heard = async ({ userId }: SignedIn) => {
    const events = await readEvents(core.as(SYSTEM).db, userStream(userId), 0)
    return events.flatMap((logged) => {
      const event = shopEventOf(logged)
      if (!event) return []
      const { status } = 'order' in event ? event.order : event.escrow
      return [`${event.type} ${status}: ${event.text}`]
    })
  }
  expect(await heard(sides.seller)).toEqual([
    'order.created PENDING: The order has been placed',
    'order.updated PAID: The order has been paid, and its escrow holds the money',
    'escrow.updated FUNDED: The escrow holds the money of the order',
    'order.updated CONFIRMED: The order has been confirmed',
    'escrow.updated CONFIRMED: The seller has confirmed the order of the escrow',
    'escrow.released RELEASED: Funds have been released to the seller',
    'order.updated COMPLETED: The order is completed',
  ])
  expect(await heard(buyer)).toEqual(await heard(sides.seller))
})

test('buyers and sellers list what is theirs, by status, page after page', async () => {
  const paid = await orderIn(core, 'PAID', sides)
  const cancelled = await orderIn(core, 'CANCELLED', sides)
  await expire(core, (await createOrder(core.as(buyer), cart([sides.product, 1]))).id)
  const list = async (by: SignedIn, status?: 'PAID' | 'CANCELLED') => {
    const page = await listOrders(core.as(by), { page: 1, perPage: 2, status })
    const rest = { page: 2, perPage: 2, status, cursor: page.nextCursor }
    const more = page.nextCursor === undefined ? [] : (await listOrders(core.as(by), rest)).items
    return [page.total, ...[...page.items, ...more].map(({ status }) => status)]
  }
  for (const by of [buyer, sides.seller]) {
    expect(await list(by)).toEqual([3, 'CANCELLED', 'CANCELLED', 'PAID'])
    expect(await list(by, 'PAID')).toEqual([1, 'PAID'])
  }
  expect(await list(await core.newUser())).toEqual([0])
  const stranger = core.as(await core.newUser())
  for (const { id } of [paid, cancelled]) {
    expect(await refusal(getOrder(stranger, { id }))).toEqual(['NOT_FOUND', 'Order not found', []])
  }
})
