import {
  DEPOSIT_STATUSES,
  type DepositForStaff,
  type DepositStatus,
  type Page,
} from '@souk/contract'
import type { Ctx } from '../context.ts'
import { readPage } from '../pages.ts'
import { depositShownToStaff } from './deposit-for-staff.ts'
import { listForStaff, type StaffFilter } from './for-staff.ts'
import { inNaira } from './naira.ts'
import type { DepositRow } from './wallet-of.ts'

const deposits = listForStaff<DepositRow>('deposits', 'deposit_view', DEPOSIT_STATUSES)

/** Everybody's deposits, newest first. */
export async function listAllDeposits(
  ctx: Ctx,
  filter: StaffFilter<DepositStatus>,
): Promise<Page<DepositForStaff>> {
  const worth = await inNaira(ctx)
  const { userId, coin, status } = filter
  return readPage(ctx, deposits, { userId, coin, status }, filter, (row) =>
    depositShownToStaff(row, worth),
  )
}
