import type { DepositForStaff, DepositStatus, Page } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { pagedList, readPage } from '../pages.ts'
import { briefOf } from '../staff/user-of.ts'
import { filtersOf, ofEverybody, type StaffFilter, type WithBrief, withBrief } from './for-staff.ts'
import { type InNaira, inNaira } from './naira.ts'
import { type DepositRow, depositOf } from './wallet-of.ts'

const deposits = pagedList<DepositRow & WithBrief>('deposits-all', ofEverybody('deposit_view'))

/** Everybody's deposits, newest first. */
export async function listAllDeposits(
  ctx: Ctx,
  filter: StaffFilter<DepositStatus>,
): Promise<Page<DepositForStaff>> {
  const worth = await inNaira(ctx)
  return readPage(ctx, deposits, filtersOf(filter), filter, (row) => shown(row, worth))
}

/** A deposit as a step has left it, in the words of the list. */
export async function depositForStaff(ctx: Ctx, row: DepositRow): Promise<DepositForStaff> {
  return shown(await withBrief(ctx, row), await inNaira(ctx))
}

function shown(row: DepositRow & WithBrief, worth: InNaira): DepositForStaff {
  return {
    ...depositOf(row),
    user: briefOf(row.brief),
    walletType: row.currency.toUpperCase(),
    nairaAmount: worth(row.currency, row.amount),
    verified: row.status === 'credited',
  }
}
