import type { Coin, Limit, Page } from '@souk/contract'
import { where } from '../conditions.ts'
import type { Ctx } from '../context.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { showAmount } from '../show-amount.ts'

export interface LimitFilter extends Paging {
  readonly coin?: Coin | undefined
  readonly userId?: string | undefined
}

type LimitRow = Limit & { readonly maximum: string }

const FILTERS = { coin: 'asset = $coin', userId: 'user_id = find_user($userId)' }

/** For coins, for users, for ways of paying: a column that a kind has not is the same in all its rows. */
const FOR_COINS = `select 0 as kind, asset, 0::bigint as user_id, '' as method, '' as fiat, maximum
  from deal_limits`
const FOR_USERS = `select 0 as kind, asset, user_id, '' as method, '' as fiat, maximum
  from deal_limits`
const FOR_PAYMENTS = `select 1 as kind, '' as asset, 0::bigint as user_id, method, fiat, maximum
  from payment_limits`

const limits = pagedList<LimitRow, keyof typeof FILTERS>('staff-limits', FILTERS, (given) => ({
  branches: [
    `${FOR_COINS} ${where(given, 'user_id is null')}`,
    `${FOR_USERS} ${where(given, 'user_id is not null')}`,
    // They are of no coin and no user.
    ...(Object.keys(given).length > 0 ? [] : [FOR_PAYMENTS]),
  ],
  order: ['kind', 'asset', 'user_id', 'method', 'fiat'],
  show: `nullif(page.asset, '') as coin, u.uuid as "userId",
         nullif(page.method, '') as "paymentMethod", nullif(page.fiat, '') as "fiatCurrency",
         trim_scale(page.maximum)::text as maximum
    from page left join users u on u.id = page.user_id`,
}))

/** How large a deal may be: for coins, for users, for ways of paying. */
export function listLimits(ctx: Ctx, filter: LimitFilter): Promise<Page<Limit>> {
  const { coin, userId } = filter
  return readPage(ctx, limits, { coin, userId }, filter, (row) => ({
    ...row,
    maximum: showAmount(row.maximum),
  }))
}
