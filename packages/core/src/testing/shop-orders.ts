import { contract, type EscrowStatus, type Order, type OrderStatus } from '@souk/contract'
import { balances } from '@souk/ledger'
import type { SignedIn } from '../context.ts'
import { transitionEscrow } from '../shop/escrow/transition-escrow.ts'
import { createOrder } from '../shop/orders/create-order.ts'
import { getOrder } from '../shop/orders/get-order.ts'
import { transitionOrder } from '../shop/orders/transition-order.ts'
import { newProduct, newSeller } from './shop.ts'
import type { TestCore } from './test-core.ts'

/** What somebody has in the main BTC wallet, from which orders are paid. */
export async function mainPurse(core: TestCore, { userId }: SignedIn) {
  const found = await balances(core.as({ kind: 'system' }).db, userId)
  const main = found.find(({ asset, wallet }) => asset === 'btc' && wallet === 'main')
  return { available: main?.available ?? '0', held: main?.held ?? '0' }
}

/** A seller with a product of 0.01 BTC that does not run out. */
export async function newShop(core: TestCore, changes: object = {}) {
  const { user: seller } = await newSeller(core)
  const product = await newProduct(core, seller, { stockQuantity: 1_000_000, ...changes })
  return { seller, product: product.id }
}

/** Some pieces of products, by their ids. */
export function cart(...lines: readonly (readonly [product: number, pieces: number])[]) {
  const items = lines.map(([productId, quantity]) => ({ productId, quantity }))
  return contract.shop.orders.create.input.parse({ items })
}

/** How an order is paid: by Souk's escrow, or outside, by what the buyer names. */
export type Payment = 'escrow' | 'outside'

export interface Sides {
  readonly buyer: SignedIn
  readonly seller: SignedIn
  readonly product: number
}

const SYSTEM = { kind: 'system' } as const

/** What stands for the hash of a release code where none is looked at. */
export const CODE = 'the hash of a code'

/** Gives the escrow of an order a code, without hashing one. */
export async function setCode(core: TestCore, orderId: number): Promise<void> {
  await core.sql('update escrows set code_hash = $2 where order_id = $1', [orderId, CODE])
}

export async function escrowIdOf(core: TestCore, orderId: number): Promise<number> {
  const [found] = await core.sql('select id from escrows where order_id = $1', [orderId])
  return Number(found?.id)
}

export async function release(core: TestCore, by: SignedIn, orderId: number) {
  await setCode(core, orderId)
  const id = await escrowIdOf(core, orderId)
  return transitionEscrow(core.as(by), 'release', { id, code: CODE })
}

/** What could be a payment on a chain: another one for each order. */
export const paymentOf = (orderId: number) => orderId.toString(16).padStart(64, '0')

/** An order of one piece, brought into a state. */
export async function orderIn(
  core: TestCore,
  status: OrderStatus,
  sides: Sides,
  payment: Payment = 'escrow',
): Promise<Order> {
  const { buyer, seller, product } = sides
  const { id } = await createOrder(core.as(buyer), cart([product, 1]))
  if (payment === 'outside') await transitionOrder(core.as(buyer), 'claim', id, paymentOf(id))
  else if (status !== 'PENDING' && status !== 'CANCELLED') {
    await transitionOrder(core.as(buyer), 'pay', id)
  }
  if (status === 'CANCELLED') await transitionOrder(core.as(buyer), 'cancel', id)
  const steps = ['CONFIRMED', 'SHIPPED', 'DELIVERED', 'COMPLETED'] as const
  const last = status === 'REFUNDED' ? 0 : (steps as readonly OrderStatus[]).indexOf(status)
  if (last >= 0) await transitionOrder(core.as(seller), 'confirm', id)
  if (last >= 1) await transitionOrder(core.as(seller), 'ship', id)
  if (last >= 2) await transitionOrder(core.as(buyer), 'deliver', id)
  if (last >= 3) {
    if (payment === 'escrow') await release(core, buyer, id)
    else await transitionOrder(core.as(buyer), 'complete', id)
  }
  if (status === 'REFUNDED') await transitionOrder(core.as(seller), 'refund', id)
  return getOrder(core.as(buyer), { id })
}

/** The escrow of an order of one piece, brought into a state. @returns its id and its order's */
export async function escrowIn(core: TestCore, status: EscrowStatus, sides: Sides) {
  const order = {
    PENDING: 'PENDING',
    FUNDED: 'PAID',
    CONFIRMED: 'CONFIRMED',
    RELEASED: 'COMPLETED',
    REFUNDED: 'REFUNDED',
    DISPUTED: 'CONFIRMED',
  } as const satisfies Record<EscrowStatus, OrderStatus>
  const { id: orderId } = await orderIn(core, order[status], sides)
  if (status === 'PENDING') {
    await core.sql(
      `select create_escrow(row($1::bigint, false, '', $2::timestamptz)::call_context, $3, $4)`,
      [sides.buyer.userId, core.time.now, orderId, CODE],
    )
  }
  await setCode(core, orderId)
  const id = await escrowIdOf(core, orderId)
  if (status === 'DISPUTED') {
    await transitionEscrow(core.as(sides.buyer), 'dispute', { id, note: 'nothing came' })
  }
  return { id, orderId }
}

/** Lets an order's time run out, and has it looked at. */
export async function expire(core: TestCore, orderId: number): Promise<void> {
  const { now } = core.time
  core.time.now = new Date(now.getTime() + 25 * 3_600_000)
  await transitionOrder(core.as(SYSTEM), 'expire', orderId)
  core.time.now = now
}
