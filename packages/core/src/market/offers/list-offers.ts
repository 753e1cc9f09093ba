import { MAX_LISTED, type Offer, type OfferStatus, type Page } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { readPage } from '../../pages.ts'
import { type OfferRow, offerOf } from '../market-rows.ts'

export interface OfferFilter {
  readonly status?: OfferStatus | undefined
  readonly ad?: number | undefined
  readonly page: number
  readonly perPage: number
}

/** The ids of the caller's offers as one side, newest first and no more than needed. */
const idsAs = (side: string, most: string) => `
  (select o.id from offers o
    where o.${side} = $1 and ($2::text is null or o.status = $2) and ($3::bigint is null or o.ad_id = $3)
    order by o.id desc limit ${most})`

const ids = (most: string) => `${idsAs('seller_id', most)} union all ${idsAs('buyer_id', most)}`

const list = statement<OfferRow>(
  'offers-list',
  `select v.* from (select id from (${ids('$4::int + $5::int')}) every
                    order by id desc limit $4 offset $5) ids
     join offer_view v on v.id = ids.id order by v.id desc`,
)

const count = statement<{ total: number }>(
  'offers-count',
  `select count(*) as total
     from (select from (${ids(String(MAX_LISTED))}) ids limit ${MAX_LISTED}) o`,
)

/** The offers that the caller made and received, newest first. */
export function listOffers(ctx: Ctx, filter: OfferFilter): Promise<Page<Offer>> {
  const { status = null, ad = null } = filter
  const { userId } = signedIn(ctx)
  return readPage(ctx, { list, count }, [userId, status, ad], filter, offerOf)
}
