import type { Page, UserForStaff } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { isoTime, isoTimeOrNull } from '../iso-time.ts'
import { pagedList, readPage } from '../pages.ts'
import type { BriefRow } from '../people/brief-of.ts'
import { NOT_KEPT_IN_FULL } from '../people/not-kept.ts'
import { showAmount } from '../show-amount.ts'

export interface UserFilter {
  readonly search?: string | undefined
  readonly isActive?: boolean | undefined
  readonly isStaff?: boolean | undefined
  readonly page: number
  readonly perPage: number
}

type UserRow = BriefRow &
  Pick<
    UserForStaff,
    | 'displayName'
    | 'isStaff'
    | 'isActive'
    | 'availableBalance'
    | 'lastLogin'
    | 'createdAt'
    | 'updatedAt'
  >

const NAMES = `u.username || ' ' || coalesce(u.email, '') || ' ' || u.display_name || ' ' ||
  coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')`

const users = pagedList<UserRow>('staff-users', {
  columns: `u.id, u.uuid, u.username, u.display_name as "displayName", u.email,
            u.first_name as "firstName", u.last_name as "lastName", u.is_staff as "isStaff",
            u.is_active as "isActive", u.last_login as "lastLogin",
            u.created_at as "createdAt", u.updated_at as "updatedAt",
            (select trim_scale(coalesce(sum(balance - held), 0))::text from ledger.accounts
              where owner_id = u.id and asset = 'usdt') as "availableBalance"`,
  from: `from users u
         where ($1::text is null or strpos(lower(${NAMES}), lower($1)) > 0)
           and ($2::boolean is null or u.is_active = $2)
           and ($3::boolean is null or u.is_staff = $3)`,
  orderBy: 'u.id',
  filters: 3,
})

/** Everybody with an account, oldest first. */
export function listUsers(ctx: Ctx, filter: UserFilter): Promise<Page<UserForStaff>> {
  const { search = null, isActive = null, isStaff = null } = filter
  return readPage(ctx, users, [search, isActive, isStaff], filter, shown)
}

function shown(row: UserRow): UserForStaff {
  return {
    ...row,
    ...NOT_KEPT_IN_FULL,
    availableBalance: showAmount(row.availableBalance),
    lastLogin: isoTimeOrNull(row.lastLogin),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}
