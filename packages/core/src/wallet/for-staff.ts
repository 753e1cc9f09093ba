import type { Coin } from '@souk/contract'
import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { type BriefRow, unknownUser } from '../people/brief-of.ts'

export interface StaffFilter<Status> {
  /** A UUID or a user number. */
  readonly userId?: string | undefined
  readonly coin?: Coin | undefined
  readonly status?: Status | undefined
  readonly page: number
  readonly perPage: number
}

/** A row with the user whose it is. */
export interface WithBrief {
  readonly brief: BriefRow
}

/** A view of what belongs to users, with their owners. */
export const listForStaff = (view: string) => ({
  columns: 'v.*, b.brief',
  from: `from ${view} v join user_brief_view b on b.user_id = v."userId"
         where ($1::text is null or v."userId" = (select find_user($1)))
           and ($2::text is null or v.currency = $2) and ($3::text is null or v.status = $3)`,
  orderBy: 'v."createdAt" desc, v.id desc',
  filters: 3,
})

export function staffFilters({ userId, coin, status }: StaffFilter<string>) {
  return [userId ?? null, coin ?? null, status ?? null]
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
