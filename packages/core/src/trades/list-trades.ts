import { type Coin, type Page, SoukError, type Trade, type TradeStatus } from '@souk/contract'
import { type Ctx, isStaff, viewerId } from '../context.ts'
import { pagedBranches, readPage } from '../pages.ts'
import { type TradeRow, tradeOf } from './trade-of.ts'

export interface TradeFilter {
  readonly status?: TradeStatus | undefined
  readonly asset?: Coin | undefined
  readonly mine: boolean
  readonly page: number
  readonly perPage: number
}

/**
 * Trades the caller may see, newest first.
 * @throws AUTHENTICATION_REQUIRED when a stranger asks for their own
 */
export async function listTrades(ctx: Ctx, filter: TradeFilter): Promise<Page<Trade>> {
  const { status = null, asset = null, mine } = filter
  const me = viewerId(ctx)
  if (mine && me === null) {
    throw new SoukError('AUTHENTICATION_REQUIRED', 'Authentication required')
  }
  return readPage(ctx, LISTS[whose(ctx, filter)], [me, status, asset], filter, tradeOf)
}

/** Which trades are looked through. */
type Whose = 'everyones' | 'open' | 'openAndMine' | 'mine'

function whose(ctx: Ctx, { mine, status }: TradeFilter): Whose {
  if (mine) return 'mine'
  if (isStaff(ctx)) return 'everyones'
  if (viewerId(ctx) === null || status === 'open') return 'open'
  return status === undefined ? 'openAndMine' : 'mine'
}

const OPEN = `status = 'open'`
const MINE = ['seller_id = $1', 'buyer_id = $1']

const LISTS = {
  everyones: tradesIn('everyones', ['true']),
  open: tradesIn('open', [OPEN]),
  mine: tradesIn('mine', MINE),
  openAndMine: tradesIn('open-and-mine', [OPEN, ...MINE]),
} satisfies Record<Whose, unknown>

function tradesIn(name: string, branches: readonly string[]) {
  return pagedBranches<TradeRow>(`trades-${name}`, {
    table: 'trades',
    view: 'trade_view',
    branches,
    // Where no branch says so, the database has to be told that the caller is a number.
    where: `($1::bigint is null or true)
        and ($2::text is null or status = $2) and ($3::text is null or asset = $3)`,
    filters: 3,
  })
}
