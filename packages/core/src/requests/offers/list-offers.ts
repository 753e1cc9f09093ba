import type { Page, RequestOffer } from '@souk/contract'
import { where } from '../../conditions.ts'
import { type Ctx, signedIn } from '../../context.ts'
import { type Paging, pagedList, readPage } from '../../pages.ts'
import { eurRate } from '../../shop/products/product-of.ts'
import { findRequest, seesAllOffers } from '../get-request.ts'
import { type OfferRow, requestOfferOf } from './offer-of.ts'

const FILTERS = { request: 'o.request_id = $request', seller: 'o.seller_id = $seller' }

const list = pagedList<OfferRow, keyof typeof FILTERS>('request-offers', FILTERS, (given) => ({
  branches: [`select o.id from request_offers o ${where(given)}`],
  order: ['id desc'],
  show: 'v.* from page join request_offer_view v on v.id = page.id',
}))

async function page(
  ctx: Ctx,
  filter: { request: number | undefined; seller: number | undefined },
  paging: Paging,
): Promise<Page<RequestOffer>> {
  const rate = await eurRate(ctx)
  return readPage(ctx, list, filter, paging, (row) => requestOfferOf(ctx, row, rate))
}

/**
 * The offers on a request that the caller may see: all of them, for whoever asks and for staff.
 * @throws NOT_FOUND
 */
export async function listRequestOffers(
  ctx: Ctx,
  { id, ...paging }: Paging & { id: number },
): Promise<Page<RequestOffer>> {
  const { userId } = signedIn(ctx)
  const seller = seesAllOffers(ctx, await findRequest(ctx, id)) ? undefined : userId
  return page(ctx, { request: id, seller }, paging)
}

/** What the caller has offered on requests, newest first. */
export function listOwnRequestOffers(ctx: Ctx, paging: Paging): Promise<Page<RequestOffer>> {
  return page(ctx, { request: undefined, seller: signedIn(ctx).userId }, paging)
}
