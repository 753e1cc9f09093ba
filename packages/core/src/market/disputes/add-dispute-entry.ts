import { type DisputeEntry, SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, isStaff, signedIn } from '../../context.ts'
import { wakeAfterCommit } from '../../events/record-event.ts'
import { offerStreams } from '../../events/streams.ts'
import type { OfferRow } from '../offers/offer-of.ts'
import { disputeNotFound } from '../refusals.ts'
import { disputeEntryOf } from './dispute-of.ts'

type AddRow =
  | { outcome: 'done'; entry: DisputeEntry; offer: OfferRow | null }
  | { outcome: 'unknown' | 'not_yours' | 'over'; entry: null; offer: null }

const addStatement = statement<AddRow>(
  'dispute-entry-add',
  `select outcome, entry - 'offerId' as entry, offer from add_dispute_entry($1, $2, $3, $4, $5, $6, $7)`,
)

/** Adds to a dispute's evidence. @throws NOT_FOUND, NOT_A_PARTY, CONFLICT */
async function addEntry(
  ctx: Ctx,
  offerId: number,
  kind: DisputeEntry['kind'],
  body: string,
): Promise<DisputeEntry> {
  const { userId } = signedIn(ctx)
  const values = [offerId, userId, isStaff(ctx), kind, body, ctx.address, ctx.clock()]
  const [row] = await ctx.db.query(addStatement, values)
  switch (row?.outcome) {
    case 'done':
      if (row.offer) wakeAfterCommit(ctx, offerStreams(row.offer))
      return disputeEntryOf(row.entry)
    case 'not_yours':
      throw new SoukError('NOT_A_PARTY', 'You are not authorized to add to this dispute')
    case 'over':
      throw new SoukError('CONFLICT', 'This dispute is already resolved')
    default:
      throw disputeNotFound()
  }
}

/** States one's case; the sides and staff, until the dispute is resolved. */
export function stateInDispute(
  ctx: Ctx,
  input: { offerId: number; statement: string },
): Promise<DisputeEntry> {
  return addEntry(ctx, input.offerId, 'statement', input.statement)
}

/** Adds a note that only staff can read. Staff who are a side of the offer may not. */
export function noteInDispute(
  ctx: Ctx,
  input: { id: number; note: string },
): Promise<DisputeEntry> {
  return addEntry(ctx, input.id, 'note', input.note)
}
