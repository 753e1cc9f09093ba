import {
  ESCROW_STATUSES,
  type EscrowStatus,
  ORDER_STATUSES,
  type OrderStatus,
} from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, SignedIn } from '../context.ts'
import { type Cell, cellsOf } from '../testing/market-matrix.ts'
import { outcomeOf } from '../testing/outcome.ts'
import { ESCROW_MATRIX, isObstructed, ORDER_MATRIX } from '../testing/shop-matrix.ts'
import {
  CODE,
  escrowIn,
  mainPurse,
  newShop,
  orderIn,
  type Payment,
  type Sides,
} from '../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { getEscrow } from './escrow/get-escrow.ts'
import { transitionEscrow } from './escrow/transition-escrow.ts'
import { getOrder } from './orders/get-order.ts'
import { transitionOrder } from './orders/transition-order.ts'
import type { EscrowAction, OrderAction } from './transitions.ts'

// The matrices once more, played on the database by real people: what is refused changes nothing.

let core: TestCore
let sides: Sides
let people: Record<string, Actor>
let staff: SignedIn
beforeAll(async () => {
  core = await startTestCore({ feePercent: '1' })
  sides = { buyer: await core.newUser('staff'), ...(await newShop(core)) }
  staff = await core.newUser('staff')
  const { buyer, seller } = sides
  people = { buyer, seller, staff, other: await core.newUser(), system: { kind: 'system' } }
})
afterAll(() => core.close())

/** What an attempt must not change when it is refused. */
async function everything(orderId: number) {
  const [counted] = await core.sql(
    `select (select count(*) from events) as events, (select count(*) from pgboss.job) as jobs,
            (select stock_quantity from products where id = $1) as stock`,
    [sides.product],
  )
  const order = await getOrder(core.as(staff), { id: orderId })
  return { counted, order, purses: await purses() }
}

const purses = () => Promise.all([sides.buyer, sides.seller].map((who) => mainPurse(core, who)))

const who = (role: string): Actor => people[role] ?? { kind: 'anonymous' }
const isLegal = ({ expected }: Cell) => expected.startsWith('→')

/** What the caller is told in a cell that no rule allows. */
function refusalCode({ action, role, expected }: Cell): string {
  if (role === 'other') return action === 'expire' ? 'FORBIDDEN' : 'NOT_FOUND'
  if (role === 'system') return action === 'expire' ? 'done' : 'AUTHENTICATION_REQUIRED'
  if (action === 'expire') return 'FORBIDDEN'
  return expected === 'not_yours' ? 'NOT_A_PARTY' : 'CONFLICT'
}

const act = (role: string, action: OrderAction, id: number) =>
  transitionOrder(core.as(who(role)), action, id, action === 'claim' ? 'tx1' : null)

const orderCells = (from: OrderStatus) =>
  cellsOf(ORDER_MATRIX).filter((cell) => cell.from === from) as (Cell & { action: OrderAction })[]

const settings = (['escrow', 'outside'] as const).flatMap((payment) =>
  ORDER_STATUSES.filter((from) => payment === 'escrow' || from !== 'PAID').map((from) => ({
    payment,
    from,
  })),
)

test.each(settings)(
  'every cell of an order that is $from, paid by $payment',
  async ({ payment, from }) => {
    const { id } = await orderIn(core, from, sides, payment)
    const cells = orderCells(from)
    const isRefused = (cell: Cell) => !isLegal(cell) || isObstructed(cell, payment)
    const { now } = core.time
    core.time.now = new Date(now.getTime() + 25 * 3_600_000)
    const before = await everything(id)
    for (const cell of cells.filter(isRefused)) {
      const code = isLegal(cell) ? 'CONFLICT' : refusalCode(cell)
      const outcome = await outcomeOf(act(cell.role, cell.action, id))
      expect([cell.action, cell.role, outcome]).toEqual([cell.action, cell.role, code])
    }
    expect(await everything(id)).toEqual(before)
    core.time.now = now
    for (const cell of cells.filter((cell) => !isRefused(cell))) {
      await playLegal(cell, await orderIn(core, from, sides, payment), payment)
    }
    expect(await core.verify()).toEqual([])
  },
)

/** Held of the buyer's by an order of 0.01 BTC. */
const HELD = '0.01'

async function playLegal(
  cell: Cell & { action: OrderAction },
  { id }: { id: number },
  payment: Payment,
): Promise<void> {
  const { now } = core.time
  core.time.now = new Date(now.getTime() + 25 * 3_600_000)
  const [buyer, seller] = await purses()
  const stock = (await everything(id)).counted?.stock
  await act(cell.role, cell.action, id)
  const { status } = await getOrder(core.as(staff), { id })
  expect([cell.action, cell.role, `→${status}`]).toEqual([cell.action, cell.role, cell.expected])
  const [buyerNow, sellerNow] = await purses()
  const moved = Number(buyerNow?.held) - Number(buyer?.held)
  const held = payment === 'outside' ? 0 : { pay: 1, refund: -1 }[cell.action as string]
  // However it was claimed, whoever pays after all pays from the wallet.
  const paysAfterAll = cell.action === 'pay' ? Number(HELD) : (held ?? 0) * Number(HELD)
  expect(moved).toBeCloseTo(paysAfterAll, 10)
  expect(sellerNow).toEqual(seller)
  const isBack =
    ['cancel', 'expire'].includes(cell.action) ||
    (cell.action === 'refund' && !['SHIPPED', 'DELIVERED'].includes(cell.from))
  expect(Number((await everything(id)).counted?.stock) - Number(stock)).toBe(isBack ? 1 : 0)
  core.time.now = now
}

const SHARES = { sellerBtc: '0.004', buyerBtc: '0.006' }

const actOnEscrow = (role: string, action: EscrowAction, id: number) =>
  transitionEscrow(core.as(who(role)), action, {
    id,
    note: 'so it is',
    ...(action === 'release' && { code: CODE }),
    ...(action === 'split' && SHARES),
  })

const escrowCells = (from: EscrowStatus) =>
  cellsOf(ESCROW_MATRIX).filter((cell) => cell.from === from) as (Cell & {
    action: EscrowAction
  })[]

test.each(ESCROW_STATUSES.map((from) => ({ from })))(
  'every cell of an escrow that is $from',
  async ({ from }) => {
    const { id, orderId } = await escrowIn(core, from, sides)
    const cells = escrowCells(from)
    const before = await everything(orderId)
    for (const cell of cells.filter((cell) => !isLegal(cell))) {
      const code = cell.role === 'system' ? 'AUTHENTICATION_REQUIRED' : refusalCode(cell)
      const outcome = await outcomeOf(actOnEscrow(cell.role, cell.action, id))
      expect([cell.action, cell.role, outcome]).toEqual([cell.action, cell.role, code])
    }
    expect(await everything(orderId)).toEqual(before)
    for (const cell of cells.filter(isLegal)) await playOnEscrow(cell)
    expect(await core.verify()).toEqual([])
  },
)

/** What buyer and seller get of 0.01 BTC, in millionths, with a fee of one percent. */
const PAID: Readonly<Record<EscrowAction, readonly [buyer: number, seller: number]>> = {
  release: [-10_000, 9900],
  dispute: [-10_000, 0],
  resolve_release: [-10_000, 9900],
  resolve_refund: [0, 0],
  split: [-4000, 3960],
}

async function playOnEscrow(cell: Cell & { action: EscrowAction }): Promise<void> {
  const before = await purses()
  const { id, orderId } = await escrowIn(core, cell.from as EscrowStatus, sides)
  await actOnEscrow(cell.role, cell.action, id)
  const { status, order } = await getEscrow(core.as(staff), { id })
  expect([cell.action, cell.role, `→${status}`]).toEqual([cell.action, cell.role, cell.expected])
  const millionths = (await purses()).map(({ available }, i) =>
    Math.round((Number(available) - Number(before[i]?.available)) * 1e6),
  )
  expect(millionths).toEqual(PAID[cell.action])
  const ends = { RELEASED: 'COMPLETED', REFUNDED: 'REFUNDED' } as Record<string, string>
  if (ends[status]) expect(order.status).toBe(ends[status])
  if (status !== 'DISPUTED') return
  // Nothing moves on the order until staff have decided.
  for (const action of ['confirm', 'refund'] as const) {
    const outcome = await outcomeOf(transitionOrder(core.as(sides.seller), action, orderId))
    expect([action, outcome]).toEqual([action, 'CONFLICT'])
  }
}
