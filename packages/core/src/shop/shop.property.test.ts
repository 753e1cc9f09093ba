import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { playAlong, playLives, playThenRace } from '../testing/lives.ts'
import { decimal, satoshi } from '../testing/satoshi.ts'
import { newProduct, newSeller } from '../testing/shop.ts'
import {
  type Attempt,
  type EscrowVerb,
  Model,
  type ModelOrder,
  namesPayment,
  type OrderVerb,
  PRICES,
  SELLERS,
  STAFF,
  STOCK,
  USERS,
  userOf,
  type Who,
} from '../testing/shop-model.ts'
import { CODE, cart, escrowIdOf, mainPurse, paymentOf, setCode } from '../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { transitionEscrow } from './escrow/transition-escrow.ts'
import { createOrder } from './orders/create-order.ts'
import { expireOrder } from './orders/expire-order.ts'
import { getOrder } from './orders/get-order.ts'
import { transitionOrder } from './orders/transition-order.ts'
import { getProduct } from './products/get-product.ts'

// Random lives of random orders, compared with the model.

let core: TestCore
beforeAll(async () => {
  core = await startTestCore({ feePercent: '1.5' })
})
afterAll(() => core.close())

const which = fc.nat(3)
const tries = (kind: OrderVerb | EscrowVerb, weight: number, who: Who[]) => ({
  weight,
  arbitrary: fc.record({
    kind: fc.constant(kind),
    who: fc.constantFrom(...who),
    which,
    share: fc.nat(7),
  }),
})
const cartOf = fc.constantFrom<readonly [number, number]>([1, 0], [0, 2], [1, 1], [2, 1], [0, 7])

const attempt = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      user: fc.constantFrom(2, 3, 4, 2, 3, 0),
      pieces: cartOf,
    }),
  },
  tries('pay', 10, ['buyer', 'buyer', 'buyer', 'seller', 'somebody']),
  tries('claim', 3, ['buyer', 'seller']),
  tries('cancel', 2, ['buyer', 'seller', 'staff']),
  tries('confirm', 14, ['seller', 'seller', 'other seller', 'other seller', 'buyer']),
  tries('ship', 8, ['seller', 'other seller', 'somebody']),
  tries('deliver', 4, ['buyer', 'seller']),
  tries('complete', 3, ['buyer', 'staff']),
  tries('refund', 3, ['seller', 'other seller', 'buyer']),
  tries('release', 6, ['buyer', 'seller', 'other seller', 'somebody', 'staff']),
  tries('dispute', 4, ['buyer', 'seller', 'somebody', 'staff']),
  tries('resolve_release', 2, ['staff', 'buyer']),
  tries('resolve_refund', 2, ['staff', 'seller']),
  tries('split', 4, ['staff']),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('expire' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      minutes: fc.constantFrom(10, 31, 1441),
    }),
  },
) as fc.Arbitrary<Attempt>

/** The same people, products and orders in the real Souk. */
interface Run {
  readonly users: readonly SignedIn[]
  readonly products: readonly number[]
  readonly orders: number[]
}

async function newRun(): Promise<Run> {
  core.time.now = new Date('2026-01-02T00:00:00.000Z')
  const sellers: SignedIn[] = []
  const products: number[] = []
  for (let i = 0; i < SELLERS; i += 1) {
    const { user } = await newSeller(core)
    const offered = { priceBtc: decimal(PRICES[i] ?? 0n), stockQuantity: STOCK }
    products.push((await newProduct(core, user, offered)).id)
    sellers.push(user)
  }
  const buyers = Array.from({ length: USERS - SELLERS - 1 }, () => core.newUser())
  const users = [...sellers, ...(await Promise.all(buyers)), await core.newUser('staff')]
  return { users, products, orders: [] }
}

const as = ({ users }: Run, user: number) => core.as(users[user] ?? { kind: 'anonymous' })

/** Tries it. The model, as it stands before, says who and what is meant. */
async function doing(run: Run, model: Model, tried: Attempt): Promise<void> {
  if (tried.kind === 'wait') {
    core.time.now = new Date(core.time.now.getTime() + tried.minutes * 60_000)
    return
  }
  if (tried.kind === 'order') {
    const lines = run.products.map((id, i) => [id, tried.pieces[i] ?? 0] as const)
    const input = cart(...lines.filter(([, pieces]) => pieces > 0))
    run.orders.push((await createOrder(as(run, tried.user), input)).id)
    return
  }
  const order = model.orderAt(tried.which)
  const id = (order && run.orders[model.orders.indexOf(order)]) ?? 999_999_999
  if (tried.kind === 'expire') return expireOrder(core.as({ kind: 'system' }), { orderId: id })
  const ctx = as(run, order ? userOf(order, tried.who) : 0)
  switch (tried.kind) {
    case 'release':
    case 'dispute':
    case 'resolve_release':
    case 'resolve_refund':
    case 'split': {
      await setCode(core, id)
      const escrow = (await escrowIdOf(core, id)) || 999_999_999
      const shares = order && tried.kind === 'split' ? sharesOf(model, order, tried.share) : {}
      const code = tried.kind === 'release' ? CODE : undefined
      await transitionEscrow(ctx, tried.kind, { id: escrow, note: 'so', code, ...shares })
      return
    }
    default:
      await transitionOrder(ctx, tried.kind, id, paymentIn(tried, id))
  }
}

/** Another one for each order, as a chain would have it. */
function paymentIn(tried: Attempt, orderId: number): string | null {
  const isNamed = tried.kind === 'claim' || namesPayment(tried)
  return isNamed ? paymentOf(orderId) : null
}

function sharesOf(model: Model, order: ModelOrder, share: number) {
  const left = model.leftOf(order)
  const sellers = model.shareOf(order, share)
  return { sellerBtc: decimal(sellers), buyerBtc: decimal(left - sellers) }
}

const purses = ({ users }: Run) =>
  Promise.all(
    users.map(async (user) => {
      const { available, held } = await mainPurse(core, user)
      return [satoshi(available), satoshi(held)]
    }),
  )

const ordersOf = async (run: Run) => {
  const orders = await Promise.all(run.orders.map((id) => getOrder(as(run, STAFF), { id })))
  return orders.map(({ status, escrowTransaction }) => [status, escrowTransaction?.status ?? null])
}

const stockOf = async (run: Run) => {
  const found = run.products.map((id) => getProduct(as(run, STAFF), { id }))
  return (await Promise.all(found)).map(({ stockQuantity }) => stockQuantity)
}

const STAGE = { newRun, newModel: () => new Model(), doing }

test('any sequence of attempts goes as the model says', () =>
  playLives(attempt, { from: 40, to: 90, runs: 5, patience: 10_000 }, async (attempts) => {
    const { run, model } = await playAlong(STAGE, attempts)
    expect(await ordersOf(run)).toEqual(model.orders.map(({ status, escrow }) => [status, escrow]))
    expect(await stockOf(run)).toEqual(model.stock)
    expect(await purses(run)).toEqual(
      model.available.map((available, i) => [available, model.held[i]]),
    )
    expect(await core.verify()).toEqual([])
  }))

test('attempts that race sell nothing twice and lose nothing', () =>
  playLives(attempt, { from: 60, to: 90, runs: 4, patience: 10_000 }, async (attempts) => {
    const { run } = await playThenRace(STAGE, attempts, { apart: ['wait'] })
    const [row] = await core.sql(
      `select coalesce(sum(i.quantity) filter (where p.state not in ('CANCELLED', 'REFUNDED')), 0)::int
              as sold
         from order_items i
              join order_parts p on p.order_id = i.order_id and p.seller_id = i.seller_id
        where i.product_id = any ($1)`,
      [run.products],
    )
    const left = (await stockOf(run)).reduce((sum, stock) => sum + stock, 0)
    // What was sent does not come back to the stock when it is refunded.
    expect(left + Number(row?.sold)).toBeLessThanOrEqual(SELLERS * STOCK)
    expect(await core.verify()).toEqual([])
  }))
