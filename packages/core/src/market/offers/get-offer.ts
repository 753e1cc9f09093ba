import type { Offer } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, viewer } from '../../context.ts'
import { offerNotFound } from '../refusals.ts'
import { visible } from '../visibility.ts'
import { type OfferRow, offerOf } from './offer-of.ts'

const selectOffer = statement<OfferRow>(
  'offer-get',
  `select v.* from offer_view v where v.id = $3 and ${visible('v."sellerId"', 'v."buyerId"')}`,
)

/**
 * One offer, for its sides and staff.
 * @throws NOT_FOUND, also for an offer that is none of the caller's business
 */
export async function getOffer(ctx: Ctx, input: { id: number }): Promise<Offer> {
  const [row] = await ctx.db.query(selectOffer, [...viewer(ctx), input.id])
  if (!row) throw offerNotFound()
  return offerOf(row)
}
