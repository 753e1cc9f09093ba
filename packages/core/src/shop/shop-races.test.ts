import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, SignedIn } from '../context.ts'
import { outcomes } from '../testing/outcome.ts'
import { newProduct } from '../testing/shop.ts'
import { CODE, cart, escrowIn, newShop, orderIn, type Sides } from '../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { getEscrow } from './escrow/get-escrow.ts'
import { transitionEscrow } from './escrow/transition-escrow.ts'
import { createOrder } from './orders/create-order.ts'
import { getOrder } from './orders/get-order.ts'
import { transitionOrder } from './orders/transition-order.ts'
import { getProduct } from './products/get-product.ts'

let core: TestCore
let sides: Sides
let staff: SignedIn
let buyers: SignedIn[]
beforeAll(async () => {
  core = await startTestCore({ feePercent: '1' })
  staff = await core.newUser('staff')
  buyers = await Promise.all(Array.from({ length: 6 }, () => core.newUser()))
  sides = { buyer: await core.newUser(), ...(await newShop(core)) }
})
afterAll(() => core.close())

const SYSTEM: Actor = { kind: 'system' }

const deadlocks = async () => {
  const [row] = await core.sql(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  return row
}

test('of thirty who want one of five pieces, five get one', async () => {
  const { id } = await newProduct(core, sides.seller, { name: 'Rare', stockQuantity: 5 })
  const orders = Array.from({ length: 30 }, (_, i) =>
    createOrder(core.as(buyers[i % buyers.length] ?? sides.buyer), cart([id, 1])),
  )
  expect(await outcomes(orders)).toEqual({ done: 5, 'Insufficient stock for product Rare': 25 })
  expect((await getProduct(core.as(staff), { id })).stockQuantity).toBe(0)
})

test('carts with the same products in any order do not wait for each other in a circle', async () => {
  const shops = await Promise.all([newShop(core), newShop(core), newShop(core)])
  const [a = 0, b = 0, c = 0] = shops.map(({ product }) => product)
  const before = await deadlocks()
  const orders = Array.from({ length: 18 }, (_, i) => {
    const lines = i % 2 ? cart([a, 1], [b, 1], [c, 1]) : cart([c, 1], [b, 1], [a, 1])
    return createOrder(core.as(buyers[i % buyers.length] ?? sides.buyer), lines)
  })
  const made = await Promise.all(orders)
  await Promise.all(
    made.map(({ id, buyerId }) => {
      const buyer = buyers.find(({ userId }) => userId === buyerId) ?? sides.buyer
      return transitionOrder(core.as(buyer), 'pay', id)
    }),
  )
  await Promise.all(
    made.flatMap(({ id }) =>
      shops.map(({ seller }) => transitionOrder(core.as(seller), 'refund', id)),
    ),
  )
  expect(await deadlocks()).toEqual(before)
  expect(await core.verify()).toEqual([])
})

test('an order that is paid, cancelled and expires at the same time has one end', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { id } = await orderIn(core, 'PENDING', sides)
    const { now } = core.time
    core.time.now = new Date(now.getTime() + 3_600_000)
    const doings = [
      () => transitionOrder(core.as(sides.buyer), 'pay', id),
      () => transitionOrder(core.as(sides.buyer), 'pay', id),
      () => transitionOrder(core.as(sides.buyer), 'cancel', id),
      () => transitionOrder(core.as(SYSTEM), 'expire', id),
    ]
    const shifted = [...doings.slice(round % 4), ...doings.slice(0, round % 4)]
    const counted = await outcomes(shifted.map((doing) => doing()))
    core.time.now = now
    const { status } = await getOrder(core.as(sides.buyer), { id })
    expect(['PAID', 'CANCELLED']).toContain(status)
    // What time does, it does quietly, or not at all.
    const [{ n } = { n: 0 }] = await core.sql(
      `select count(*)::int as n from events where type = 'order.updated'
          and (data -> 'order' ->> 'id')::bigint = $1 and stream = $2`,
      [id, `user:${sides.buyer.userId}`],
    )
    expect(n).toBe(1)
    expect(counted.done).toBeLessThanOrEqual(2)
  }
  expect(await core.verify()).toEqual([])
})

test('an escrow that is released, disputed, refunded and decided at the same time pays once', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { id, orderId } = await escrowIn(core, round % 2 ? 'DISPUTED' : 'CONFIRMED', sides)
    const step = (by: SignedIn, action: 'release' | 'dispute' | 'resolve_release' | 'split') =>
      transitionEscrow(core.as(by), action, {
        id,
        ...(action === 'release' && { code: CODE }),
        ...(action === 'split' && { sellerBtc: '0.004', buyerBtc: '0.006' }),
      })
    const doings = [
      () => step(sides.buyer, 'release'),
      () => step(sides.seller, 'dispute'),
      () => step(staff, 'resolve_release'),
      () => step(staff, 'split'),
      () => transitionOrder(core.as(sides.seller), 'refund', orderId),
    ]
    const shifted = [...doings.slice(round % 5), ...doings.slice(0, round % 5)]
    await outcomes(shifted.map((doing) => doing()))
    const { status, order } = await getEscrow(core.as(staff), { id })
    const ends = { RELEASED: 'COMPLETED', REFUNDED: 'REFUNDED', DISPUTED: 'CONFIRMED' }
    expect(order.status).toBe(ends[status as keyof typeof ends])
  }
  expect(await core.verify()).toEqual([])
})
