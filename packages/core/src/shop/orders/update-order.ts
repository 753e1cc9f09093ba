import { fieldRefused, type Order, type OrderStatus, type OrderStep } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import type { OrderAction } from '../transitions.ts'
import { transitionOrder } from './transition-order.ts'

/** The action that a status asked for stands for. */
const ACTION_TO: Readonly<Partial<Record<OrderStatus, OrderAction>>> = {
  PAID: 'pay',
  CANCELLED: 'cancel',
  CONFIRMED: 'confirm',
  SHIPPED: 'ship',
  DELIVERED: 'deliver',
  COMPLETED: 'complete',
  REFUNDED: 'refund',
}

/**
 * Takes the step that leads to the status asked for. What was paid outside is a claim, until a seller
 * confirms it.
 * @throws VALIDATION_FAILED, NOT_FOUND, NOT_A_PARTY, CONFLICT, INSUFFICIENT_FUNDS
 */
export async function updateOrder(ctx: Ctx, step: OrderStep): Promise<Order> {
  const { id, status = 'PENDING', paymentHash: hash } = step
  if (hash && (status === 'PENDING' || status === 'PAID')) {
    return transitionOrder(ctx, 'claim', id, hash)
  }
  const action = ACTION_TO[status]
  if (!action) throw fieldRefused('status', 'must be one that an order can be brought to')
  return transitionOrder(ctx, action, id, action === 'confirm' ? (hash ?? null) : null)
}
