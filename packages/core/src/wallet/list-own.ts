import type {
  Coin,
  Deposit,
  DepositStatus,
  Page,
  Withdrawal,
  WithdrawalStatus,
} from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { pagedList, readPage } from '../pages.ts'
import { type DepositRow, depositOf, type WithdrawalRow, withdrawalOf } from './wallet-of.ts'

interface Filter<Status> {
  readonly currency?: Coin | undefined
  readonly status?: Status | undefined
  readonly page: number
  readonly perPage: number
}

const own = (view: string) => ({
  columns: 'v.*',
  from: `from ${view} v where v."userId" = $1
           and ($2::text is null or v.currency = $2) and ($3::text is null or v.status = $3)`,
  orderBy: 'v."createdAt" desc, v.id desc',
  filters: 3,
})

const deposits = pagedList<DepositRow>('deposits-own', own('deposit_view'))
const withdrawals = pagedList<WithdrawalRow>('withdrawals-own', own('withdrawal_view'))

/** The caller's deposits, newest first. */
export function listDeposits(ctx: Ctx, filter: Filter<DepositStatus>): Promise<Page<Deposit>> {
  return readPage(ctx, deposits, filtersOf(ctx, filter), filter, depositOf)
}

/** The caller's withdrawals, newest first. */
export function listWithdrawals(
  ctx: Ctx,
  filter: Filter<WithdrawalStatus>,
): Promise<Page<Withdrawal>> {
  return readPage(ctx, withdrawals, filtersOf(ctx, filter), filter, withdrawalOf)
}

function filtersOf(ctx: Ctx, { currency, status }: Filter<string>) {
  return [signedIn(ctx).userId, currency ?? null, status ?? null]
}
