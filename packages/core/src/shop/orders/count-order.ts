import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'

const countFunction = dbFunction('count_order', ['order'], row<{ counted: boolean }>())

/** Adds what a completed order sold to the sums of its products and sellers, once; a job of its own. */
export async function countOrder(ctx: Ctx, { orderId }: { orderId: number }): Promise<void> {
  await call(ctx, countFunction, { order: orderId })
}
