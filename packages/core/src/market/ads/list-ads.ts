import type { Ad, AdSort, AdStatus, AdType, Coin, Page } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { pagedList, readPage } from '../../pages.ts'
import { type AdShownRow, adOf } from './ad-of.ts'

interface Paging {
  readonly page: number
  readonly perPage: number
}

export interface AdFilter extends Paging {
  readonly adType?: AdType | undefined
  readonly cryptoCurrency?: Coin | undefined
  readonly fiatCurrency?: string | undefined
  readonly paymentMethod?: string | undefined
  /** Only ads that take an offer worth so much. */
  readonly fiatAmount?: string | undefined
  /** Newest first unless said. */
  readonly sort?: AdSort | undefined
}

const NEWEST = 'a.id desc'

/** Ads at the rates of this moment, `$1`. */
const adsWhere = (name: string, condition: string, filters: number, orderBy = NEWEST) =>
  pagedList<{ ad: AdShownRow }>(name, {
    columns: 'ad_with_owner(a, now.rates) as ad',
    from: `from ads a, (select $1::jsonb as rates) now where ${condition}`,
    orderBy,
    filters,
  })

// What an offer may be worth at most is also bounded by what is left of the ad.
const OPEN = `a.status = 'active' and a.start_date <= $2
    and exists (select from users u where u.id = a.owner_id and u.is_active)
    and exists (select from ledger.assets s where s.code = a.crypto_currency and s.enabled)
    and not exists (select from user_restrictions r
                     where r.user_id = a.owner_id and r.what = 'trade:' || a.crypto_currency)
    and ($3::text is null or a.ad_type = $3) and ($4::text is null or a.crypto_currency = $4)
    and ($5::text is null or a.fiat_currency = $5) and ($6::text is null or a.payment_method = $6)
    and ($7::numeric is null or $7 between coalesce(a.min_limit, 0) and
         least(a.max_limit, round(a.available * ad_price(a, now.rates), 2)))`

const openBy = (name: string, orderBy: string) => adsWhere(`ads-open-${name}`, OPEN, 7, orderBy)

const newest = openBy('newest', NEWEST)
// However they are sorted, they are as many.
const { count } = newest
const price = 'ad_price(a, now.rates)'
const open = {
  newest,
  price: { ...openBy('cheapest', `${price} nulls last, ${NEWEST}`), count },
  '-price': { ...openBy('dearest', `${price} desc nulls last, ${NEWEST}`), count },
} satisfies Record<AdSort, unknown>

const mine = adsWhere('ads-mine', 'a.owner_id = $2 and ($3::text is null or a.status = $3)', 3)

/**
 * Ads that are open to offers: active and begun, the coin switched on, and the owner neither banned
 * nor restricted. By price, every ad that fits is priced first: the rates may be others each time.
 */
export async function listAds(ctx: Ctx, filter: AdFilter): Promise<Page<Ad>> {
  const { adType, cryptoCurrency, fiatCurrency, paymentMethod, fiatAmount } = filter
  const today = ctx.clock().toISOString().slice(0, 10)
  const wanted = [adType, cryptoCurrency, fiatCurrency, paymentMethod, fiatAmount]
  const values = [await ratesFor(ctx), today, ...wanted.map((value) => value ?? null)]
  return readPage(ctx, open[filter.sort ?? 'newest'], values, filter, ({ ad }) => adOf(ctx, ad))
}

/** The caller's own ads, newest first. */
export async function listMyAds(
  ctx: Ctx,
  filter: Paging & { status?: AdStatus | undefined },
): Promise<Page<Ad>> {
  const values = [await ratesFor(ctx), signedIn(ctx).userId, filter.status ?? null]
  return readPage(ctx, mine, values, filter, ({ ad }) => adOf(ctx, ad))
}

const ratesFor = async (ctx: Ctx) => JSON.stringify(await ctx.rates.current())
