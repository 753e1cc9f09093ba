import type { Page, UserForStaff } from '@souk/contract'
import { recordAudit } from '../audit/record-audit.ts'
import { where } from '../conditions.ts'
import type { Ctx } from '../context.ts'
import { isoTime, isoTimeOrNull } from '../iso-time.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import type { BriefRow } from '../people/brief-of.ts'
import { NOT_KEPT_IN_FULL } from '../people/not-kept.ts'
import { twoFactorOf } from '../people/two-factor-of.ts'
import { showAmount } from '../show-amount.ts'

export interface UserFilter extends Paging {
  readonly search?: string | undefined
  readonly isActive?: boolean | undefined
  readonly isStaff?: boolean | undefined
}

type UserRow = BriefRow &
  Pick<
    UserForStaff,
    | 'displayName'
    | 'emailVerified'
    | 'isStaff'
    | 'isActive'
    | 'availableBalance'
    | 'lastLogin'
    | 'createdAt'
    | 'updatedAt'
  >

/** As `users_names` has it, an index of each three letters that follow each other. */
const NAMES = `lower(username || ' ' || coalesce(email, '') || ' ' || display_name || ' ' ||
  coalesce(first_name, '') || ' ' || coalesce(last_name, ''))`

const FILTERS = {
  search: `${NAMES} like lower($search)`,
  /** What is searched for has no three letters in a row: users are looked through in order. */
  letters: `strpos(${NAMES}, lower($letters)) > 0`,
  isStaff: { true: 'is_staff', false: 'not is_staff' },
  isActive: { true: 'is_active', false: 'not is_active' },
}

const users = pagedList<UserRow, keyof typeof FILTERS>('staff-users', FILTERS, (given) => ({
  branches: [
    given.search
      ? // Found by the index first: the planner would rather look through users in order.
        `select id from (select id from users ${where(given)} offset 0) found`
      : `select id from users ${where(given)}`,
  ],
  order: ['id'],
  show: `u.id, u.uuid, u.username, u.display_name as "displayName", u.email,
         (u.email is not null and not u.email_unverified) as "emailVerified",
         u.first_name as "firstName", u.last_name as "lastName", u.is_staff as "isStaff",
         u.is_active as "isActive", u.two_factor_enabled as "twoFactorEnabled",
         u.last_login as "lastLogin",
         u.created_at as "createdAt", u.updated_at as "updatedAt",
         (select trim_scale(coalesce(sum(balance - held), 0))::text from ledger.accounts
           where owner_id = u.id and asset = 'usdt') as "availableBalance"
    from page join users u on u.id = page.id`,
}))

/** Everybody with an account, oldest first. */
export async function listUsers(ctx: Ctx, filter: UserFilter): Promise<Page<UserForStaff>> {
  const { isActive, isStaff } = filter
  const page = await readPage(
    ctx,
    users,
    { ...searchFor(filter), isActive, isStaff },
    filter,
    shown,
  )
  await recordAudit(ctx, 'users.read', 'users', filter)
  return page
}

function searchFor({ search }: UserFilter) {
  if (search === undefined || !/[\p{L}\p{N}]{3}/u.test(search)) {
    return { search: undefined, letters: search }
  }
  return { search: `%${search.replace(/[\\%_]/g, '\\$&')}%`, letters: undefined }
}

function shown(row: UserRow): UserForStaff {
  return {
    ...row,
    ...NOT_KEPT_IN_FULL,
    ...twoFactorOf(row.twoFactorEnabled),
    availableBalance: showAmount(row.availableBalance),
    lastLogin: isoTimeOrNull(row.lastLogin),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}
