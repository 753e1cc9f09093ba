import type { Ad, AdSort, AdStatus, AdType, Coin, Page } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { pagedList, readPage, where } from '../../pages.ts'
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

const FILTERS = {
  type: 'a.ad_type = $type',
  coin: 'a.crypto_currency = $coin',
  fiat: 'a.fiat_currency = $fiat',
  method: 'a.payment_method = $method',
  // What an offer may be worth at most is also bounded by what is left of the ad.
  worth: `$worth::numeric between coalesce(a.min_limit, 0) and
          least(a.max_limit, round(a.available * ad_price(a, $rates::jsonb), 2))`,
}

const OPEN = `a.status = 'active' and a.start_date <= $today::date
  and exists (select from ledger.assets s where s.code = a.crypto_currency and s.enabled)
  and not exists (select from users u where u.id = a.owner_id and not u.is_active)
  and not exists (select from user_restrictions r where r.what like 'trade:%'
                     and r.user_id = a.owner_id and r.what = 'trade:' || a.crypto_currency)`

/** Ads at the rates of this moment. */
const SHOW = 'ad_with_owner(a, $rates::jsonb) as ad from page join ads a on a.id = page.id'

interface Listed {
  readonly ad: AdShownRow
}

const byPrice = (name: string, direction: 'asc' | 'desc') =>
  pagedList<Listed, keyof typeof FILTERS>(`ads-${name}`, FILTERS, (given) => ({
    branches: [`select id, ad_price(a, $rates::jsonb) as price from ads a ${where(given, OPEN)}`],
    order: [`price ${direction} nulls last`, 'id desc'],
    show: SHOW,
  }))

const open = {
  newest: pagedList<Listed, keyof typeof FILTERS>('ads-newest', FILTERS, (given) => ({
    branches: [`select id from ads a ${where(given, OPEN)}`],
    order: ['id desc'],
    show: SHOW,
  })),
  price: byPrice('cheapest', 'asc'),
  '-price': byPrice('dearest', 'desc'),
} satisfies Record<AdSort, unknown>

const OWN = { status: 'status = $status' }

const mine = pagedList<Listed, keyof typeof OWN>('ads-mine', OWN, (given) => ({
  branches: [`select id from ads ${where(given, 'owner_id = $me')}`],
  order: ['id desc'],
  show: SHOW,
}))

/**
 * Ads that are open to offers: active and begun, the coin switched on, and the owner neither banned
 * nor restricted. By price, every ad that fits is priced first: the rates may be others each time.
 */
export async function listAds(ctx: Ctx, filter: AdFilter): Promise<Page<Ad>> {
  const { adType: type, cryptoCurrency: coin, fiatCurrency: fiat, paymentMethod: method } = filter
  const today = ctx.clock().toISOString().slice(0, 10)
  const wanted = { type, coin, fiat, method, worth: filter.fiatAmount }
  const values = { rates: await ratesFor(ctx), today, ...wanted }
  return readPage(ctx, open[filter.sort ?? 'newest'], values, filter, ({ ad }) => adOf(ctx, ad))
}

/** The caller's own ads, newest first. */
export async function listMyAds(
  ctx: Ctx,
  filter: Paging & { status?: AdStatus | undefined },
): Promise<Page<Ad>> {
  const values = { rates: await ratesFor(ctx), me: signedIn(ctx).userId, status: filter.status }
  return readPage(ctx, mine, values, filter, ({ ad }) => adOf(ctx, ad))
}

const ratesFor = async (ctx: Ctx) => JSON.stringify(await ctx.rates.current())
