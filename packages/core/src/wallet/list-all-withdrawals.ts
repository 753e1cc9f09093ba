import {
  COIN_NAMES,
  type Page,
  type WithdrawalForStaff,
  type WithdrawalStatus,
} from '@souk/contract'
import type { Ctx } from '../context.ts'
import { pagedList, readPage } from '../pages.ts'
import { briefOf } from '../staff/user-of.ts'
import { filtersOf, ofEverybody, type StaffFilter, type WithBrief, withBrief } from './for-staff.ts'
import { type InNaira, inNaira } from './naira.ts'
import { type WithdrawalRow, withdrawalOf } from './wallet-of.ts'

const withdrawals = pagedList<WithdrawalRow & WithBrief>(
  'withdrawals-all',
  ofEverybody('withdrawal_view'),
)

/** Everybody's withdrawals, newest first. */
export async function listAllWithdrawals(
  ctx: Ctx,
  filter: StaffFilter<WithdrawalStatus>,
): Promise<Page<WithdrawalForStaff>> {
  const worth = await inNaira(ctx)
  return readPage(ctx, withdrawals, filtersOf(filter), filter, (row) => shown(row, worth))
}

/** A withdrawal as a step has left it, in the words of the list. */
export async function withdrawalForStaff(
  ctx: Ctx,
  row: WithdrawalRow,
): Promise<WithdrawalForStaff> {
  return shown(await withBrief(ctx, row), await inNaira(ctx))
}

function shown(row: WithdrawalRow & WithBrief, worth: InNaira): WithdrawalForStaff {
  return {
    ...withdrawalOf(row),
    user: briefOf(row.brief),
    walletType: row.currency.toUpperCase(),
    walletTypeDisplay: COIN_NAMES[row.currency],
    nairaAmount: worth(row.currency, row.amount),
    verified: row.status === 'approved',
    approvals: row.approvals,
    approvalsNeeded: row.approvalsNeeded,
  }
}
