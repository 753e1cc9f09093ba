import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { eurRate } from '../products/product-of.ts'

const countFunction = dbFunction('count_order', ['order', 'eurRate'], row<{ counted: boolean }>())

/**
 * Adds what a completed order sold to the sums of its products and sellers, once, at the rate of the moment;
 * a job of its own.
 */
export async function countOrder(ctx: Ctx, { orderId }: { orderId: number }): Promise<void> {
  const rate = (await eurRate(ctx)) ?? null
  await call(ctx, countFunction, { order: orderId, eurRate: rate })
}
