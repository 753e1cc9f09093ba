import type { Offer, OfferStatus, Page } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { pagedBranches, readPage } from '../../pages.ts'
import { type OfferRow, offerOf } from './offer-of.ts'

export interface OfferFilter {
  readonly status?: OfferStatus | undefined
  readonly ad?: number | undefined
  readonly page: number
  readonly perPage: number
}

const offers = pagedBranches<OfferRow>('offers', {
  table: 'offers',
  view: 'offer_view',
  branches: ['seller_id = $1', 'buyer_id = $1'],
  where: '($2::text is null or status = $2) and ($3::bigint is null or ad_id = $3)',
  filters: 3,
})

/** The offers that the caller made and received, newest first. */
export function listOffers(ctx: Ctx, filter: OfferFilter): Promise<Page<Offer>> {
  const { status = null, ad = null } = filter
  return readPage(ctx, offers, [signedIn(ctx).userId, status, ad], filter, offerOf)
}
