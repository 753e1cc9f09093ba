import {
  type Ad,
  type AdSort,
  type AdStatus,
  type AdType,
  type Coin,
  MAX_LISTED,
  type Page,
} from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { type Branches, type Given, pagedList, readPage, where } from '../../pages.ts'
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
  worth: `$worth::numeric between ad_least(a, ad_price(a, $rates::jsonb)) and
          ad_most(a, ad_price(a, $rates::jsonb))`,
}
type GivenOfAds = Given<keyof typeof FILTERS>

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

const newest = pagedList<Listed, keyof typeof FILTERS>('ads-newest', FILTERS, (given) => ({
  ...newestFirst(given),
  counted: counted(given),
  show: SHOW,
}))

/**
 * In a market, or paid in one way, ads are read by the index that has these before the id. That is
 * said as a range in the order of the index, else the planner would rather look through all open ads
 * until it has enough for a page.
 */
function newestFirst(given: GivenOfAds): Branches {
  const { type, coin, fiat, ...others } = given
  if (type && coin && fiat) {
    return range(['crypto_currency', 'fiat_currency', 'ad_type'], '$coin, $fiat, $type', others)
  }
  const { method, ...rest } = given
  return method ? range(['payment_method'], '$method', rest) : fitting(given)
}

function range(columns: readonly string[], values: string, given: GivenOfAds): Branches {
  const inRange = `(${columns.map((column) => `a.${column}`)}) between (${values}) and (${values})`
  const keys = [...columns, 'id']
  return {
    branches: [`select ${keys.map((key) => `a.${key}`)} from ads a ${where(given, OPEN, inRange)}`],
    order: keys.map((key) => `${key} desc`),
  }
}

/** The same to be counted: the planner knows how many a market has, but not how many are in a range. */
function counted(given: GivenOfAds): Branches {
  const { type, coin, fiat, method } = given
  return method && !(type && coin && fiat) ? newestFirst(given) : fitting(given)
}

function fitting(given: GivenOfAds): Branches {
  return { branches: [`select a.id from ads a ${where(given, OPEN)}`], order: ['id desc'] }
}

const byPrice = (name: string, direction: 'asc' | 'desc') =>
  pagedList<Listed, keyof typeof FILTERS>(`ads-${name}`, FILTERS, (given) => ({
    branches: toBePriced(given, direction).map(
      (ads) => `select (a).id, ad_price(a, $rates::jsonb) as price from (${ads}) found`,
    ),
    order: [`price ${direction} nulls last`, 'id desc'],
    counted: counted(given),
    show: SHOW,
  }))

/**
 * The ads among which the page is. In a market there is one rate: floating prices are in the order of
 * their margins there, and all of them are unknown while it is.
 */
function toBePriced(given: GivenOfAds, direction: 'asc' | 'desc'): string[] {
  const ads = (order: string, most: string | number, ...conditions: string[]) =>
    `select a from ads a ${where(given, OPEN, ...conditions)} order by ${order}a.id desc limit ${most}`
  if (!(given.type && given.coin && given.fiat)) return [ads('', MAX_LISTED)]
  const page = '$limit::int + $offset::int'
  const rate = `$rates::jsonb ->> ($coin::text || ':' || $fiat::text)`
  return [
    ads(`a.price_per_unit ${direction}, `, page, `a.price_type = 'fixed'`),
    ads(`a.margin ${direction}, `, page, `a.price_type = 'floating'`, `${rate} is not null`),
    ads('', page, `a.price_type = 'floating'`, `${rate} is null`),
  ]
}

const open = {
  newest,
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
 * nor restricted. By price, of the newest 10,000 that fit: the rates may be others each time, so all of
 * them are priced first; but in one market (type, coin and currency) there is an index for it.
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
