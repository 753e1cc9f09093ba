import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedIn } from '../../context.ts'
import { told } from '../../testing/outcome.ts'
import { newProduct } from '../../testing/shop.ts'
import {
  cart,
  newShop,
  orderIn,
  paymentOf,
  release,
  type Sides,
  setCode,
} from '../../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { transferBetweenWallets } from '../../wallet/transfer-between-wallets.ts'
import { getProduct } from '../products/get-product.ts'
import { createReview } from '../reviews/create-review.ts'
import { getSeller } from '../sellers/get-seller.ts'
import { countOrder } from './count-order.ts'
import { createOrder } from './create-order.ts'
import { expireOrder } from './expire-order.ts'
import { getOrder } from './get-order.ts'
import { transitionOrder } from './transition-order.ts'
import { updateOrder } from './update-order.ts'

// What is not paid through Souk: what it may hold, and what may come of it.

let core: TestCore
let sides: Sides
let buyer: SignedIn
beforeAll(async () => {
  core = await startTestCore({ dealCaps: { new: 3, proven: 50 } })
})
afterAll(() => core.close())
beforeEach(async () => {
  buyer = await core.newUser()
  sides = { buyer, ...(await newShop(core)) }
})

const SYSTEM = { kind: 'system' } as const

/** An order of the first shop and a second one, of a piece each. */
async function orderOfTwo() {
  const second = await newShop(core, { priceBtc: '0.03' })
  const { id } = await createOrder(core.as(buyer), cart([sides.product, 1], [second.product, 1]))
  return { id, second: second.seller, other: second.product }
}

const stockOf = async (id: number) =>
  (await getProduct(core.as(sides.seller), { id })).stockQuantity
const shown = (id: number) => getOrder(core.as(buyer), { id })
const statesOf = async (id: number) => (await shown(id)).parts.map(({ state }) => state)
const claim = (id: number, hash = paymentOf(id)) =>
  updateOrder(core.as(buyer), { id, status: 'PAID', paymentHash: hash })

/** Hours that somebody has to pay an order. */
async function hoursOf(id: number): Promise<number> {
  const { expiresAt, createdAt } = await shown(id)
  return (Date.parse(expiresAt) - Date.parse(createdAt)) / 3_600_000
}

async function after(hours: number, id: number): Promise<void> {
  const { now } = core.time
  core.time.now = new Date(now.getTime() + hours * 3_600_000)
  await expireOrder(core.as(SYSTEM), { orderId: id })
  core.time.now = now
}

test('a claim gives a day only when it names what could be a payment, of this order alone', async () => {
  const [first, second] = [
    await orderIn(core, 'PENDING', sides),
    await orderIn(core, 'PENDING', sides),
  ]
  await claim(first.id, 'x')
  expect(await hoursOf(first.id)).toBe(0.5)
  await claim(first.id, 'AB'.repeat(32))
  expect(await hoursOf(first.id)).toBe(24)
  await claim(second.id, 'ab'.repeat(32))
  expect(await hoursOf(second.id)).toBe(0.5)
  expect(await shown(second.id)).toMatchObject({ paymentConfirmed: false, status: 'PENDING' })
})

test('of two orders for which one payment is named at once, one gets a day', async () => {
  const made = [await orderIn(core, 'PENDING', sides), await orderIn(core, 'PENDING', sides)]
  await Promise.all(made.map(({ id }) => claim(id, 'cd'.repeat(32))))
  const hours = await Promise.all(made.map(({ id }) => hoursOf(id)))
  expect(hours.sort()).toEqual([0.5, 24])
})

test('a claim gives no day to what leaves others less than it holds, unless that is one piece', async () => {
  const shop = await newShop(core, { stockQuantity: 3 })
  const single = await newProduct(core, shop.seller, { stockQuantity: 1 })
  const rich = await core.newUser()
  await core.sql('insert into proven_users values ($1)', [rich.userId])
  const orderFor = async (product: number, pieces: number) => {
    const { id } = await createOrder(core.as(rich), cart([product, pieces]))
    await updateOrder(core.as(rich), { id, paymentHash: paymentOf(id) })
    const { expiresAt, createdAt } = await getOrder(core.as(rich), { id })
    return (Date.parse(expiresAt) - Date.parse(createdAt)) / 3_600_000
  }
  expect(await orderFor(shop.product, 2)).toBe(0.5)
  expect(await orderFor(single.id, 1)).toBe(24)
})

test('who is new holds at most half of the pieces of a product unpaid, in all of their orders', async () => {
  const { product } = await newShop(core, { name: 'Lamp', stockQuantity: 5, priceBtc: '0.001' })
  const order = (pieces: number) => told(createOrder(core.as(buyer), cart([product, pieces])))
  const refusal = 'You may hold at most 3 pieces of Lamp that are not paid'
  expect(await order(4)).toBe(refusal)
  expect([await order(2), await order(2)]).toEqual(['done', refusal])
  expect(await order(1)).toBe('done')
  expect(await stockOf(product)).toBe(2)
})

test('who is new holds unpaid what their wallet could pay, or a tenth of a bitcoin', async () => {
  const order = (pieces: number) => told(createOrder(core.as(buyer), cart([sides.product, pieces])))
  const refusal = 'You may hold at most 0.1 BTC that are not paid'
  await transferBetweenWallets(core.as(buyer), {
    currency: 'btc',
    amount: '100',
    from: 'main',
    to: 'p2p',
  })
  expect([await order(11), await order(6), await order(5)]).toEqual([refusal, 'done', refusal])
  expect(await order(4)).toBe('done')
})

test('a seller cancels an order that nobody has paid, claimed or not', async () => {
  for (const payment of ['escrow', 'outside'] as const) {
    const { id } = await orderIn(core, 'PENDING', sides, payment)
    const { status } = await updateOrder(core.as(sides.seller), { id, status: 'CANCELLED' })
    expect([status, await stockOf(sides.product)]).toEqual(['CANCELLED', 1_000_000])
  }
  const paid = await orderIn(core, 'PAID', sides)
  expect(await told(transitionOrder(core.as(sides.seller), 'cancel', paid.id))).toBe(
    'You cannot cancel an order that is PAID',
  )
})

test('one of two sellers cancels their part, and the rest is paid for less', async () => {
  const { id, second, other } = await orderOfTwo()
  const cancelled = await transitionOrder(core.as(second), 'cancel', id)
  expect(cancelled).toMatchObject({ status: 'PENDING' })
  expect(await shown(id)).toMatchObject({ totalBtc: '0.01', totalEur: '550.00' })
  expect(await stockOf(other)).toBe(1_000_000)
  expect(await told(transitionOrder(core.as(second), 'cancel', id))).toBe(
    'You have done so already',
  )
  const paid = await transitionOrder(core.as(buyer), 'pay', id)
  expect(paid).toMatchObject({ status: 'PAID', escrowTransaction: { amountBtc: '0.01' } })
  expect(await told(transitionOrder(core.as(second), 'refund', id))).toBe(
    'You have done so already',
  )
  await transitionOrder(core.as(sides.seller), 'confirm', id)
  await release(core, buyer, id)
  expect(await shown(id)).toMatchObject({ status: 'COMPLETED' })
  expect(await stockOf(other)).toBe(1_000_000)
  expect(await core.verify()).toEqual([])
})

test('a seller cannot say that what was to be paid into escrow was paid outside', async () => {
  const { id } = await orderIn(core, 'PENDING', sides)
  await core.sql(
    `select create_escrow(row($1::bigint, false, '', $2::timestamptz)::call_context, $3, 'code')`,
    [buyer.userId, core.time.now, id],
  )
  const confirm = () =>
    told(
      updateOrder(core.as(sides.seller), { id, status: 'CONFIRMED', paymentHash: paymentOf(id) }),
    )
  expect(await confirm()).toBe('This order has not been paid')
  await claim(id)
  expect(await confirm()).toBe('done')
})

test('what a seller alone says was paid its buyer may cancel, until it has been sent', async () => {
  const assert = (id: number) =>
    updateOrder(core.as(sides.seller), { id, status: 'CONFIRMED', paymentHash: paymentOf(id) })
  const cancel = (id: number) => told(updateOrder(core.as(buyer), { id, status: 'CANCELLED' }))
  const { id } = await orderIn(core, 'PENDING', sides)
  expect(await assert(id)).toMatchObject({ status: 'CONFIRMED', paymentConfirmed: true })
  expect(await cancel(id)).toBe('done')
  expect([(await shown(id)).status, await stockOf(sides.product)]).toEqual(['CANCELLED', 1_000_000])
  const sent = await orderIn(core, 'PENDING', sides)
  await assert(sent.id)
  await transitionOrder(core.as(sides.seller), 'ship', sent.id)
  expect(await cancel(sent.id)).toBe('You cannot cancel an order that is SHIPPED')
  const claimed = await orderIn(core, 'CONFIRMED', sides, 'outside')
  expect(await cancel(claimed.id)).toBe('You cannot cancel an order that has been paid')
})

test('once one of two sellers has been paid outside, nobody is paid for both, and the one goes on', async () => {
  const { id, second, other } = await orderOfTwo()
  await claim(id)
  await transitionOrder(core.as(sides.seller), 'confirm', id)
  expect(await shown(id)).toMatchObject({ status: 'PENDING', paymentConfirmed: false })
  expect(await told(transitionOrder(core.as(buyer), 'pay', id))).toBe(
    'A seller of this order has confirmed a payment outside',
  )
  await after(25, id)
  expect(await shown(id)).toMatchObject({ status: 'CONFIRMED', totalBtc: '0.01' })
  expect(await statesOf(id)).toEqual(['CONFIRMED', 'CANCELLED'])
  expect([await stockOf(sides.product), await stockOf(other)]).toEqual([999_999, 1_000_000])
  expect(await told(transitionOrder(core.as(second), 'confirm', id))).toContain('CONFIRMED')
  await transitionOrder(core.as(sides.seller), 'ship', id)
  expect((await shown(id)).status).toBe('SHIPPED')
})

test('a buyer who cancels keeps what they have said was paid and a seller has confirmed', async () => {
  const { id } = await orderOfTwo()
  await claim(id)
  await transitionOrder(core.as(sides.seller), 'confirm', id)
  await transitionOrder(core.as(buyer), 'cancel', id)
  expect((await shown(id)).status).toBe('CONFIRMED')
  expect((await transitionOrder(core.as(sides.seller), 'refund', id)).status).toBe('REFUNDED')
})

test('what was paid outside lets nobody review, and counts for no sums', async () => {
  const { id } = await orderIn(core, 'COMPLETED', sides, 'outside')
  await countOrder(core.as(SYSTEM), { orderId: id })
  const review = createReview(core.as(buyer), {
    productId: sides.product,
    rating: 5,
    content: null,
  })
  expect(await told(review)).toContain('buyers')
  const product = await getProduct(core.as(buyer), { id: sides.product })
  expect(product).toMatchObject({ salesCount: 0, rating: '0.0' })
  const seller = await getSeller(core.as(buyer), { id: product.sellerId })
  expect(seller).toMatchObject({ totalSales: 0, totalRevenue: '0.00' })
})

test('a seller’s revenue is what was paid, at the rate, whatever they say it is worth', async () => {
  const dear = await newProduct(core, sides.seller, {
    priceBtc: '0.0001',
    priceEur: 900_000,
    stockQuantity: 9,
  })
  await orderIn(core, 'PAID', { ...sides, product: dear.id })
  const { id } = await orderIn(core, 'CONFIRMED', { ...sides, product: dear.id })
  await setCode(core, id)
  await release(core, buyer, id)
  await countOrder(core.as(SYSTEM), { orderId: id })
  const seller = await getSeller(core.as(buyer), { id: dear.sellerId })
  expect(seller).toMatchObject({ totalSales: 1, totalRevenue: '5.50' })
})
