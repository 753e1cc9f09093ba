import {
  type Coin,
  MAX_LISTED,
  type Page,
  SoukError,
  type Trade,
  type TradeStatus,
} from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, isStaff, viewerId } from '../context.ts'
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
 * @throws AUTHENTICATION_REQUIRED when a stranger asks for his own
 */
export async function listTrades(ctx: Ctx, filter: TradeFilter): Promise<Page<Trade>> {
  const { page, perPage, status = null, asset = null, mine } = filter
  const me = viewerId(ctx)
  if (mine && me === null) {
    throw new SoukError('AUTHENTICATION_REQUIRED', 'Authentication required')
  }
  const { list, count } = statements[whose(ctx, filter)]
  const offset = (page - 1) * perPage
  const rows =
    offset < MAX_LISTED ? await ctx.db.query(list, [me, status, asset, perPage, offset]) : []
  const total = await ctx.counts.total(`${count.name} ${me} ${status} ${asset}`, async () => {
    const [counted] = await ctx.db.query(count, [me, status, asset])
    return counted?.total ?? 0
  })
  return { items: rows.map(tradeOf), page, perPage, total }
}

/** Which trades are looked through; each has an index that gives them newest first. */
type Whose = 'everyones' | 'open' | 'open_and_mine' | 'mine'

function whose(ctx: Ctx, { mine, status }: TradeFilter): Whose {
  if (mine) return 'mine'
  if (isStaff(ctx)) return 'everyones'
  if (viewerId(ctx) === null || status === 'open') return 'open'
  return status === undefined ? 'open_and_mine' : 'mine'
}

const BRANCHES: Record<Whose, readonly string[]> = {
  everyones: ['true'],
  open: [`t.status = 'open'`],
  mine: ['t.seller_id = $1', 't.buyer_id = $1'],
  open_and_mine: [`t.status = 'open'`, 't.seller_id = $1', 't.buyer_id = $1'],
}

/** The ids of each branch, newest first and no more than needed, so that no branch is read whole. */
function idsOf(branches: readonly string[], most: string): string {
  const one = (condition: string) => `
    (select t.id from trades t
      where ${condition} and ($1::bigint is null or true)
        and ($2::text is null or t.status = $2) and ($3::text is null or t.asset = $3)
      order by t.id desc limit ${most})`
  return branches.map(one).join(' union ')
}

function statementsFor([name, branches]: [string, readonly string[]]) {
  const list = statement<TradeRow>(
    `trades-list-${name}`,
    `select v.* from (select id from (${idsOf(branches, '$4::int + $5::int')}) every
                      order by id desc limit $4 offset $5) ids
       join trade_view v on v.id = ids.id order by v.id desc`,
  )
  const count = statement<{ total: number }>(
    `trades-count-${name}`,
    `select count(*) as total
       from (select from (${idsOf(branches, String(MAX_LISTED))}) ids limit ${MAX_LISTED}) t`,
  )
  return [name, { list, count }] as const
}

type ListStatements = ReturnType<typeof statementsFor>[1]

const statements = Object.fromEntries(Object.entries(BRANCHES).map(statementsFor)) as Record<
  Whose,
  ListStatements
>
