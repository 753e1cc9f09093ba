import { COIN_CODES, type Coin } from '@souk/contract'
import { statement } from '@souk/database'
import { each, type Given, valueByValue, where } from '../conditions.ts'
import type { Ctx } from '../context.ts'
import { type Paging, pagedList } from '../pages.ts'
import { type BriefRow, unknownUser } from '../people/brief-of.ts'

export interface StaffFilter<Status> extends Paging {
  /** A UUID or a user number. */
  readonly userId?: string | undefined
  readonly coin?: Coin | undefined
  readonly status?: Status | undefined
}

/** A row with the user whose it is. */
export interface WithBrief {
  readonly brief: BriefRow
}

/** Filters of what belongs to users. */
const FILTERS = {
  userId: 'user_id = find_user($userId)',
  coin: 'asset = $coin',
  status: 'status = $status',
}

/** Everybody's rows of a table, with their owners, newest first. */
export function listForStaff<Row extends object>(
  table: string,
  view: string,
  statuses: readonly string[],
) {
  const byValue = { status: each('status', statuses), coin: each('asset', COIN_CODES) }
  return pagedList<Row & WithBrief, keyof typeof FILTERS>(`${table}-all`, FILTERS, (given) => ({
    branches: newestFirst(table, given, byValue),
    order: ['created_at desc', 'id desc'],
    show: `v.*, b.brief from page join ${view} v on v.id = page.id
             join user_brief_view b on b.user_id = v."userId"`,
  }))
}

/** The branches of a table with indexes by owner, and by status and coin. */
export function newestFirst(
  table: string,
  given: Given<'userId' | 'coin' | 'status'>,
  byValue: Readonly<Record<'coin' | 'status', readonly string[]>>,
): string[] {
  const branches =
    given.userId || !(given.coin || given.status)
      ? [where(given)]
      : valueByValue(given, byValue).map((fits) => `where ${fits}`)
  return branches.map((branch) => `select created_at, id from ${table} ${branch}`)
}

const selectBrief = statement<WithBrief>(
  'user-brief',
  'select brief from user_brief_view where user_id = $1',
)

/** A row as a step has left it, with its owner: what others do to it meanwhile is not seen. */
export async function withBrief<Row extends { readonly userId: number }>(
  ctx: Ctx,
  row: Row,
): Promise<Row & WithBrief> {
  const [owner] = await ctx.db.query(selectBrief, [row.userId])
  if (!owner) throw unknownUser()
  return { ...row, ...owner }
}
