import {
  COIN_CODES,
  type Coin,
  DEPOSIT_STATUSES,
  type Page,
  type Transaction,
  WITHDRAWAL_STATUSES,
} from '@souk/contract'
import { each } from '../conditions.ts'
import type { Ctx } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { briefOf } from '../people/brief-of.ts'
import { showAmount } from '../show-amount.ts'
import { newestFirst, type WithBrief } from './for-staff.ts'

export interface TransactionFilter extends Paging {
  readonly userId?: string | undefined
  readonly transactionType?: Transaction['transactionType'] | undefined
  readonly coin?: Coin | undefined
  readonly status?: Transaction['status'] | undefined
}

type TransactionRow = Omit<Transaction, 'user'> & WithBrief

const COINS = each('asset', COIN_CODES)

/** Where the transactions of each type are. Of transfers there are none but completed ones. */
const TABLES = {
  DEPOSIT: {
    table: 'deposits',
    status: statusWhere('credited'),
    statuses: each('status', DEPOSIT_STATUSES),
  },
  WITHDRAWAL: {
    table: 'withdrawals',
    status: statusWhere('approved'),
    statuses: each('status', WITHDRAWAL_STATUSES),
  },
  TRANSFER: { table: 'wallet_transfers', status: `$status = 'COMPLETED'`, statuses: ['true'] },
} as const

/** The status in a table that has a word of its own for completed ones. */
function statusWhere(completed: string) {
  return `status = case $status when 'COMPLETED' then '${completed}' else lower($status) end`
}

const FILTERS = {
  type: { DEPOSIT: 'DEPOSIT', WITHDRAWAL: 'WITHDRAWAL', TRANSFER: 'TRANSFER' },
  userId: 'user_id = find_user($userId)',
  coin: 'asset = $coin',
  status: '',
}

const transactions = pagedList<TransactionRow, keyof typeof FILTERS>(
  'transactions',
  FILTERS,
  ({ type, ...given }) => ({
    branches: Object.entries(TABLES).flatMap(([name, { table, status, statuses }]) => {
      if (type && type !== name) return []
      const here = given.status === undefined ? given : { ...given, status }
      return newestFirst(table, here, { status: statuses, coin: COINS })
    }),
    order: ['created_at desc', 'id desc'],
    show: `t.id, (select brief from user_brief_view b where b.user_id = t.user_id) as brief,
           t.asset as currency, trim_scale(t.amount)::text as amount, t.type as "transactionType",
           t.status, t.created_at as "createdAt"
      from page join transactions t on t.id = page.id`,
  }),
)

/** Everything that came in, went out, or moved between somebody's wallets, newest first. */
export function listTransactions(ctx: Ctx, filter: TransactionFilter): Promise<Page<Transaction>> {
  const { userId, transactionType: type, coin, status } = filter
  return readPage(ctx, transactions, { type, userId, coin, status }, filter, (row) => {
    const { brief, ...shown } = row
    return {
      ...shown,
      user: briefOf(brief),
      amount: showAmount(row.amount),
      createdAt: isoTime(row.createdAt),
    }
  })
}
