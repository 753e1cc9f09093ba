import type { Coin } from '@souk/contract'
import type { BriefRow } from '../staff/user-of.ts'

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

/** A view of what belongs to users, with their owners; `$4` asks for a single row. */
export const ofEverybody = (view: string) => ({
  columns: 'v.*, b.brief',
  from: `from ${view} v join user_briefs b on b.user_id = v."userId"
         where ($1::text is null or v."userId" = (select user_of($1)))
           and ($2::text is null or v.currency = $2) and ($3::text is null or v.status = $3)
           and ($4::uuid is null or v.id = $4)`,
  orderBy: 'v."createdAt" desc, v.id desc',
  filters: 4,
})

export function filtersOf({ userId, coin, status }: StaffFilter<string>) {
  return [userId ?? null, coin ?? null, status ?? null, null]
}

/** The values with which such a list finds one row. */
export const onlyOne = (id: string) => [null, null, null, id, 1, 0]
