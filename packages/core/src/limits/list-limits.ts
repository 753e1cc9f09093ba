import type { Coin, Limit, Page } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { pagedList, readPage, where } from '../pages.ts'
import { showAmount } from '../show-amount.ts'

export interface LimitFilter {
  readonly coin?: Coin | undefined
  readonly userId?: string | undefined
  readonly page: number
  readonly perPage: number
}

type LimitRow = Limit & { readonly maximum: string }

const FILTERS = { coin: 'asset = $coin', userId: 'user_id = find_user($userId)' }

const PAYMENT_LIMITS = `select null::text as asset, null::bigint as user_id, method, fiat, maximum
  from payment_limits`

const limits = pagedList<LimitRow, keyof typeof FILTERS>('staff-limits', FILTERS, (given) => ({
  branches: [
    `select asset, user_id, null::text as method, null::text as fiat, maximum
       from deal_limits ${where(given)}`,
    // They are of no coin and no user.
    ...(Object.keys(given).length > 0 ? [] : [PAYMENT_LIMITS]),
  ],
  order: ['asset', 'user_id nulls first', 'method', 'fiat'],
  show: `page.asset as coin, u.uuid as "userId", page.method as "paymentMethod",
         page.fiat as "fiatCurrency", trim_scale(page.maximum)::text as maximum
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
