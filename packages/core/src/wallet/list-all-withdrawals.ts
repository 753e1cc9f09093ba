import {
  type Page,
  WITHDRAWAL_STATUSES,
  type WithdrawalForStaff,
  type WithdrawalStatus,
} from '@souk/contract'
import type { Ctx } from '../context.ts'
import { readPage } from '../pages.ts'
import { listForStaff, type StaffFilter } from './for-staff.ts'
import { inNaira } from './naira.ts'
import type { WithdrawalRow } from './wallet-of.ts'
import { withdrawalShownToStaff } from './withdrawal-for-staff.ts'

const withdrawals = listForStaff<WithdrawalRow>(
  'withdrawals',
  'withdrawal_view',
  WITHDRAWAL_STATUSES,
)

/** Everybody's withdrawals, newest first. */
export async function listAllWithdrawals(
  ctx: Ctx,
  filter: StaffFilter<WithdrawalStatus>,
): Promise<Page<WithdrawalForStaff>> {
  const worth = await inNaira(ctx)
  const { userId, coin, status } = filter
  return readPage(ctx, withdrawals, { userId, coin, status }, filter, (row) =>
    withdrawalShownToStaff(row, worth),
  )
}
