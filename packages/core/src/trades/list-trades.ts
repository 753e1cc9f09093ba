import {
  COIN_CODES,
  type Coin,
  type Page,
  SoukError,
  TRADE_STATUSES,
  type Trade,
  type TradeStatus,
} from '@souk/contract'
import { each, type Given, valueByValue, where } from '../conditions.ts'
import { type Ctx, isStaff, viewerId } from '../context.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { type TradeRow, tradeOf } from './trade-of.ts'

export interface TradeFilter extends Paging {
  readonly status?: TradeStatus | undefined
  readonly asset?: Coin | undefined
  readonly mine: boolean
}

/**
 * Trades the caller may see, newest first.
 * @throws AUTHENTICATION_REQUIRED when a stranger asks for their own
 */
export async function listTrades(ctx: Ctx, filter: TradeFilter): Promise<Page<Trade>> {
  const { status, asset, mine } = filter
  const me = viewerId(ctx)
  if (mine && me === null) {
    throw new SoukError('AUTHENTICATION_REQUIRED', 'Authentication required')
  }
  return readPage(ctx, LISTS[whose(ctx, filter)], { me, status, asset }, filter, tradeOf)
}

/** Which trades are looked through. */
type Whose = 'everyones' | 'open' | 'openAndMine' | 'mine'

function whose(ctx: Ctx, { mine, status }: TradeFilter): Whose {
  if (mine) return 'mine'
  if (isStaff(ctx)) return 'everyones'
  if (viewerId(ctx) === null || status === 'open') return 'open'
  return status === undefined ? 'openAndMine' : 'mine'
}

const FILTERS = { status: 'status = $status', asset: 'asset = $asset' }
const OPEN = `status = 'open'`
const MINE = ['seller_id = $me', 'buyer_id = $me']

const BY_VALUE = {
  status: each('status', TRADE_STATUSES),
  asset: each('asset', COIN_CODES),
}

const LISTS = {
  everyones: tradesWhere('everyones', (given) =>
    Object.keys(given).length === 0
      ? ['']
      : valueByValue(given, BY_VALUE).map((fits) => `where ${fits}`),
  ),
  open: tradesWhere('open', (given) => [where(given, OPEN)]),
  mine: tradesWhere('mine', (given) => MINE.map((mine) => where(given, mine))),
  openAndMine: tradesWhere('open-and-mine', (given) => [
    where(given, OPEN),
    ...MINE.map((mine) => where(given, mine, `status <> 'open'`)),
  ]),
} satisfies Record<Whose, unknown>

function tradesWhere(name: string, branches: (given: Given<keyof typeof FILTERS>) => string[]) {
  return pagedList<TradeRow, keyof typeof FILTERS>(`trades-${name}`, FILTERS, (given) => {
    const rows = branches(given).map((branch) => `select id from trades ${branch}`)
    return {
      first: rows,
      branches: rows,
      order: ['id desc'],
      show: 'v.* from page join trade_view v on v.id = page.id',
    }
  })
}
