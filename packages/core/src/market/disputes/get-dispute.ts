import type { Dispute, DisputeEntry, DisputeFile } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn, viewer } from '../../context.ts'
import { disputeNotFound } from '../refusals.ts'
import { visible } from '../visibility.ts'
import { disputeEntryOf, disputeOf } from './dispute-of.ts'

type FileRow = Dispute & { readonly entries: DisputeEntry[] }

// Notes are for staff alone, and not for one who is a side of the offer.
const selectFile = statement<FileRow>(
  'dispute-get',
  `select v.*, coalesce((select jsonb_agg(to_jsonb(e) - 'offerId' order by e.id)
                           from dispute_entry_view e
                          where e."offerId" = v."offerId" and (e.kind = 'statement'
                             or ($2 and $1 not in (o.seller_id, o.buyer_id)))), '[]') as entries
     from dispute_view v join offers o on o.id = v."offerId"
    where v."offerId" = $3 and ${visible('o.seller_id', 'o.buyer_id')}`,
)

/**
 * An offer's dispute with its evidence, for its sides and staff.
 * @throws NOT_FOUND
 */
export async function getDispute(ctx: Ctx, input: { offerId: number }): Promise<DisputeFile> {
  signedIn(ctx)
  const [row] = await ctx.db.query(selectFile, [...viewer(ctx), input.offerId])
  if (!row) throw disputeNotFound()
  return { ...disputeOf(row), entries: row.entries.map(disputeEntryOf) }
}
