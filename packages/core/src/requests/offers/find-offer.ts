import type { RequestOffer } from '@souk/contract'
import { statement } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { eurRate } from '../../shop/products/product-of.ts'
import { requestOfferNotFound } from '../refusals.ts'
import { type OfferRow, requestOfferOf } from './offer-of.ts'

const selectOffer = statement<OfferRow>(
  'request-offer-get',
  'select * from request_offer_view where id = $1',
)

/** An offer on a request. Nothing asks who wants to know. @throws NOT_FOUND */
export async function findRequestOffer(ctx: Ctx, id: number): Promise<RequestOffer> {
  const rate = await eurRate(ctx)
  const [row] = await ctx.db.query(selectOffer, [id])
  if (!row) throw requestOfferNotFound()
  return requestOfferOf(ctx, row, rate)
}
