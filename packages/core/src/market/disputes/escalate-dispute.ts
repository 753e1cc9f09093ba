import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { onlyTime } from '../refusals.ts'

const escalateFunction = dbFunction(
  'escalate_dispute',
  ['offer'],
  row<{ outcome: 'done' | 'early' | 'over' }>(),
)

/**
 * Marks a dispute that the other side has not answered in time, and tells everybody; for the job
 * that was set for then. One that was answered or is over stays as it is.
 */
export async function escalateDispute(ctx: Ctx, input: { offerId: number }): Promise<void> {
  onlyTime(ctx)
  await call(ctx, escalateFunction, { offer: input.offerId })
}
