import type { DepositForStaff, DepositStatus, Page } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { pagedList, readPage } from '../pages.ts'
import { depositShownToStaff } from './deposit-for-staff.ts'
import { listForStaff, type StaffFilter, staffFilters, type WithBrief } from './for-staff.ts'
import { inNaira } from './naira.ts'
import type { DepositRow } from './wallet-of.ts'

const deposits = pagedList<DepositRow & WithBrief>('deposits-all', listForStaff('deposit_view'))

/** Everybody's deposits, newest first. */
export async function listAllDeposits(
  ctx: Ctx,
  filter: StaffFilter<DepositStatus>,
): Promise<Page<DepositForStaff>> {
  const worth = await inNaira(ctx)
  return readPage(ctx, deposits, staffFilters(filter), filter, (row) =>
    depositShownToStaff(row, worth),
  )
}
