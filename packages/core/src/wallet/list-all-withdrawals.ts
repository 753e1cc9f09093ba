import type { Page, WithdrawalForStaff, WithdrawalStatus } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { pagedList, readPage } from '../pages.ts'
import { listForStaff, type StaffFilter, staffFilters, type WithBrief } from './for-staff.ts'
import { inNaira } from './naira.ts'
import type { WithdrawalRow } from './wallet-of.ts'
import { withdrawalShownToStaff } from './withdrawal-for-staff.ts'

const withdrawals = pagedList<WithdrawalRow & WithBrief>(
  'withdrawals-all',
  listForStaff('withdrawal_view'),
)

/** Everybody's withdrawals, newest first. */
export async function listAllWithdrawals(
  ctx: Ctx,
  filter: StaffFilter<WithdrawalStatus>,
): Promise<Page<WithdrawalForStaff>> {
  const worth = await inNaira(ctx)
  return readPage(ctx, withdrawals, staffFilters(filter), filter, (row) =>
    withdrawalShownToStaff(row, worth),
  )
}
