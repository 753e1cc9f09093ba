import type { Coin, Page, Transaction } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { pagedList, readPage } from '../pages.ts'
import { briefOf } from '../people/brief-of.ts'
import { showAmount } from '../show-amount.ts'
import type { WithBrief } from './for-staff.ts'

export interface TransactionFilter {
  readonly userId?: string | undefined
  readonly transactionType?: Transaction['transactionType'] | undefined
  readonly coin?: Coin | undefined
  readonly status?: Transaction['status'] | undefined
  readonly page: number
  readonly perPage: number
}

type TransactionRow = Omit<Transaction, 'user'> & WithBrief

const transactions = pagedList<TransactionRow>('transactions', {
  columns: `t.id, b.brief, t.asset as currency, trim_scale(t.amount)::text as amount,
            t.type as "transactionType", t.status, t.created_at as "createdAt"`,
  from: `from transactions t join user_brief_view b on b.user_id = t.user_id
         where ($1::text is null or t.user_id = (select find_user($1)))
           and ($2::text is null or t.type = $2) and ($3::text is null or t.asset = $3)
           and ($4::text is null or t.status = $4)`,
  orderBy: 't.created_at desc, t.id desc',
  filters: 4,
})

/** Everything that came in, went out, or moved between somebody's wallets, newest first. */
export function listTransactions(ctx: Ctx, filter: TransactionFilter): Promise<Page<Transaction>> {
  const { userId = null, transactionType = null, coin = null, status = null } = filter
  return readPage(ctx, transactions, [userId, transactionType, coin, status], filter, (row) => {
    const { brief, ...shown } = row
    return {
      ...shown,
      user: briefOf(brief),
      amount: showAmount(row.amount),
      createdAt: isoTime(row.createdAt),
    }
  })
}
