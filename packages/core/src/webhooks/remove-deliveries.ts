import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

/** Milliseconds for which a delivery is kept. */
const KEPT = 30 * 86_400_000
/** Removed at once. */
const MOST = 1000

const removeFunction = dbFunction(
  'remove_webhook_deliveries',
  ['before', 'most'],
  row<{ removed: number }>(),
)

/** Removes old deliveries, and webhooks that were deleted. */
export async function removeDeliveries(ctx: Ctx): Promise<void> {
  const values = { before: new Date(ctx.clock().getTime() - KEPT), most: MOST }
  while ((await call(ctx, removeFunction, values)).removed > 0) {
    // There may be more.
  }
}
