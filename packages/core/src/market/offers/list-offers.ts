import type { Offer, OfferStatus, Page } from '@souk/contract'
import { where } from '../../conditions.ts'
import { type Ctx, signedIn } from '../../context.ts'
import { type Paging, pagedList, readPage } from '../../pages.ts'
import { type OfferRow, offerOf } from './offer-of.ts'

export interface OfferFilter extends Paging {
  readonly status?: OfferStatus | undefined
  readonly ad?: number | undefined
}

const FILTERS = { status: 'status = $status', ad: 'ad_id = $ad' }

const offers = pagedList<OfferRow, keyof typeof FILTERS>('offers', FILTERS, (given) => ({
  branches: ['seller_id = $me', 'buyer_id = $me'].map(
    (mine) => `select id from offers ${where(given, mine)}`,
  ),
  order: ['id desc'],
  show: 'v.* from page join offer_view v on v.id = page.id',
}))

/** The offers that the caller made and received, newest first. */
export function listOffers(ctx: Ctx, filter: OfferFilter): Promise<Page<Offer>> {
  const { status, ad } = filter
  return readPage(ctx, offers, { me: signedIn(ctx).userId, status, ad }, filter, offerOf)
}
