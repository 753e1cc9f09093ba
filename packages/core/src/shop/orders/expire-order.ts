import type { Ctx } from '../../context.ts'
import { transitionOrder } from './transition-order.ts'

/**
 * Cancels an order that was not paid in time; for the job that was set for then. One that has moved on
 * stays as it is; one that was given more time is looked at again.
 */
export async function expireOrder(ctx: Ctx, { orderId }: { orderId: number }): Promise<void> {
  await transitionOrder(ctx, 'expire', orderId)
}
