import { statement } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { wakeAfterCommit } from '../../events/record-event.ts'
import { offerStreams } from '../../events/streams.ts'
import type { OfferRow } from '../offers/offer-of.ts'
import { onlyTime } from '../refusals.ts'

type EscalateRow = { outcome: 'done'; offer: OfferRow } | { outcome: 'early' | 'over'; offer: null }

const escalateStatement = statement<EscalateRow>(
  'dispute-escalate',
  'select outcome, offer from escalate_dispute($1, $2)',
)

/**
 * Marks a dispute that the other side has not answered in time, and tells everybody; for the job
 * that was set for then. One that was answered or is over stays as it is.
 */
export async function escalateDispute(ctx: Ctx, input: { offerId: number }): Promise<void> {
  onlyTime(ctx)
  const [row] = await ctx.db.query(escalateStatement, [input.offerId, ctx.clock()])
  if (row?.outcome === 'done') wakeAfterCommit(ctx, offerStreams(row.offer))
}
