import type { Coin, Limit, Page } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { pagedList, readPage } from '../pages.ts'
import { showAmount } from '../show-amount.ts'

export interface LimitFilter {
  readonly coin?: Coin | undefined
  readonly userId?: string | undefined
  readonly page: number
  readonly perPage: number
}

type LimitRow = Limit & { readonly maximum: string }

const limits = pagedList<LimitRow>('staff-limits', {
  columns: `coin, "userId", "paymentMethod", "fiatCurrency", trim_scale(maximum)::text as maximum`,
  from: `from (select d.asset as coin, u.uuid as "userId", d.user_id, null::text as "paymentMethod",
                      null::text as "fiatCurrency", d.maximum
                 from deal_limits d left join users u on u.id = d.user_id
               union all
               select null, null, null, method, fiat, maximum from payment_limits) l
         where ($1::text is null or coin = $1)
           and ($2::text is null or user_id = (select find_user($2)))`,
  orderBy: `coin nulls last, user_id nulls first, "paymentMethod", "fiatCurrency"`,
  filters: 2,
})

/** How large a deal may be: for coins, for users, for ways of paying. */
export function listLimits(ctx: Ctx, filter: LimitFilter): Promise<Page<Limit>> {
  const { coin = null, userId = null } = filter
  return readPage(ctx, limits, [coin, userId], filter, (row) => ({
    ...row,
    maximum: showAmount(row.maximum),
  }))
}
