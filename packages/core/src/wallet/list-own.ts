import type {
  Coin,
  Deposit,
  DepositStatus,
  Page,
  Withdrawal,
  WithdrawalStatus,
} from '@souk/contract'
import { where } from '../conditions.ts'
import { type Ctx, signedIn } from '../context.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { type DepositRow, depositOf, type WithdrawalRow, withdrawalOf } from './wallet-of.ts'

interface Filter<Status> extends Paging {
  readonly currency?: Coin | undefined
  readonly status?: Status | undefined
}

const FILTERS = { currency: 'asset = $currency', status: 'status = $status' }

const own = <Row extends object>(table: string, view: string) =>
  pagedList<Row, keyof typeof FILTERS>(`${table}-own`, FILTERS, (given) => ({
    branches: [`select created_at, id from ${table} ${where(given, 'user_id = $me')}`],
    order: ['created_at desc', 'id desc'],
    show: `v.* from page join ${view} v on v.id = page.id`,
  }))

const deposits = own<DepositRow>('deposits', 'deposit_view')
const withdrawals = own<WithdrawalRow>('withdrawals', 'withdrawal_view')

/** The caller's deposits, newest first. */
export function listDeposits(ctx: Ctx, filter: Filter<DepositStatus>): Promise<Page<Deposit>> {
  return readPage(ctx, deposits, valuesOf(ctx, filter), filter, depositOf)
}

/** The caller's withdrawals, newest first. */
export function listWithdrawals(
  ctx: Ctx,
  filter: Filter<WithdrawalStatus>,
): Promise<Page<Withdrawal>> {
  return readPage(ctx, withdrawals, valuesOf(ctx, filter), filter, withdrawalOf)
}

function valuesOf(ctx: Ctx, { currency, status }: Filter<string>) {
  return { me: signedIn(ctx).userId, currency, status }
}
