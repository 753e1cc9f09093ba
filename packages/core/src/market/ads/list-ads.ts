import {
  type Ad,
  type AdSort,
  type AdStatus,
  type AdType,
  type Coin,
  MAX_PER_PAGE,
  type Page,
} from '@souk/contract'
import { type Given, where } from '../../conditions.ts'
import { type Ctx, signedIn } from '../../context.ts'
import { type Branches, type ListParts, stepsAfter } from '../../page-statements.ts'
import { type Paging, pagedList, readPage } from '../../pages.ts'
import { type AdShownRow, adOf } from './ad-of.ts'

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
function newestFirst(given: GivenOfAds): Rows {
  const { type, coin, fiat, ...others } = given
  if (type && coin && fiat) {
    return range(['crypto_currency', 'fiat_currency', 'ad_type'], '$coin, $fiat, $type', others)
  }
  const { method, ...rest } = given
  return method ? range(['payment_method'], '$method', rest) : fitting(given)
}

type Rows = Omit<ListParts, 'show'>

function range(columns: readonly string[], values: string, given: GivenOfAds): Rows {
  const keys = [...columns, 'id']
  const row = (names: readonly string[], prefix: string) =>
    `(${names.map((name) => prefix + name)})`
  const ads = (...inRange: string[]) =>
    `select ${keys.map((key) => `a.${key}`)} from ads a ${where(given, OPEN, ...inRange)}`
  const from = `${row(columns, 'a.')} >= (${values})`
  return {
    branches: [ads(from, `${row(columns, 'a.')} <= (${values})`)],
    // The cursor is where the range ends: beside another end, PostgreSQL might begin at that.
    continued: [`${ads(from, `${row(keys, 'a.')} < ${row(keys, '$after_')}`)}`],
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

const byPrice = (name: string, direction: '' | ' desc') =>
  pagedList<Listed, keyof typeof FILTERS>(`ads-${name}`, FILTERS, (given) => {
    const pricings = pricingsOf(direction)
    return {
      branches: pricings.map((pricing) => {
        return priced(given, pricing, '$limit::int + $offset::int')
      }),
      continued: pricings.flatMap((pricing) =>
        stepsAfter(pricing.keys, pricing.after).map((step) =>
          priced(given, pricing, MAX_PER_PAGE + 1, step),
        ),
      ),
      order: ['unpriced', `price${direction}`, 'id desc'],
      counted: counted(given),
      show: SHOW,
    }
  })

/** A kind of price, and how its ads stand in the index of a market. */
interface Pricing {
  readonly price: string
  readonly conditions: readonly string[]
  /** What it has for `unpriced`, the price and the id, as an index of the market has it. */
  readonly keys: readonly [unpriced: string, price: string, id: string]
  /** The cursor's, in the same terms. */
  readonly after: readonly string[]
}

/**
 * In a market there is one rate: floating prices are in the order of their margins there, and all of
 * them are unknown while it is. They are compared before they are rounded, so that a price is as good
 * as a margin.
 */
function pricingsOf(direction: '' | ' desc'): Pricing[] {
  const [unpriced, price, id] = [
    '$after_unpriced::int',
    '$after_price::numeric',
    '$after_id::bigint',
  ]
  return [
    {
      price: 'a.price_per_unit',
      conditions: [`a.price_type = 'fixed'`],
      keys: ['0', `a.price_per_unit${direction}`, 'a.id desc'],
      after: [unpriced, price, id],
    },
    {
      price: 'm.rate * (1 + a.margin / 100)',
      conditions: [`a.price_type = 'floating'`, 'm.rate is not null'],
      keys: ['0', `a.margin${direction}`, 'a.id desc'],
      after: [unpriced, `round((${price} / m.rate - 1) * 100, 12)`, id],
    },
    {
      price: '0',
      conditions: [`a.price_type = 'floating'`, 'm.rate is null'],
      keys: ['1', '0', 'a.id desc'],
      after: [unpriced, price, id],
    },
  ]
}

/** The first ads of each market by a kind of price: of no market is more read than the page needs. */
function priced(
  { type, coin, fiat, ...others }: GivenOfAds,
  { price, conditions, keys }: Pricing,
  most: string | number,
  ...more: readonly string[]
): string {
  const market = ['crypto_currency', 'fiat_currency', 'ad_type']
  const markets =
    type && coin && fiat
      ? `(values ($coin::text, $fiat::text, $type::text)) a (${market})`
      : `open_market_view a ${where({ ...(type && { type }), ...(coin && { coin }), ...(fiat && { fiat }) })}`
  const here = market.map((column) => `a.${column} = m.${column}`)
  const [unpriced, ...order] = keys
  return `select few.* from (
      select a.*, nullif(($rates::jsonb ->> (a.crypto_currency || ':' || a.fiat_currency))::numeric, 0)
                    as rate from ${markets}) m, lateral (
      select a.id, ${unpriced} as unpriced, ${price} as price from ads a
       ${where(others, OPEN, ...here, ...conditions, ...more)}
       order by ${order.filter((key) => key.startsWith('a.'))} limit ${most}) few`
}

const open = {
  newest,
  price: byPrice('cheapest', ''),
  '-price': byPrice('dearest', ' desc'),
} satisfies Record<AdSort, unknown>

const OWN = { status: 'status = $status' }

const mine = pagedList<Listed, keyof typeof OWN>('ads-mine', OWN, (given) => ({
  branches: [`select id from ads ${where(given, 'owner_id = $me')}`],
  order: ['id desc'],
  show: SHOW,
}))

/**
 * Ads that are open to offers: active and begun, the coin switched on, and the owner neither banned
 * nor restricted. By price at the rates of this moment, in all markets that fit: after a cursor come
 * those that are now dearer (or cheaper) than the last ad was when it was shown.
 */
export async function listAds(ctx: Ctx, filter: AdFilter): Promise<Page<Ad>> {
  const { adType: type, cryptoCurrency: coin, fiatCurrency: fiat, paymentMethod: method } = filter
  const today = ctx.clock().toISOString().slice(0, 10)
  const wanted = { type, coin, fiat, method, worth: filter.fiatAmount }
  const moment = { rates: await ratesFor(ctx), today }
  const list = open[filter.sort ?? 'newest']
  return readPage(ctx, list, wanted, filter, ({ ad }) => adOf(ctx, ad), moment)
}

/** The caller's own ads, newest first. */
export async function listMyAds(
  ctx: Ctx,
  filter: Paging & { status?: AdStatus | undefined },
): Promise<Page<Ad>> {
  const values = { me: signedIn(ctx).userId, status: filter.status }
  const moment = { rates: await ratesFor(ctx) }
  return readPage(ctx, mine, values, filter, ({ ad }) => adOf(ctx, ad), moment)
}

const ratesFor = async (ctx: Ctx) => JSON.stringify(await ctx.rates.current())
