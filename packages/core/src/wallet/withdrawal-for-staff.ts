import { COIN_NAMES, type WithdrawalForStaff } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { briefOf } from '../people/brief-of.ts'
import { type WithBrief, withBrief } from './for-staff.ts'
import { type InNaira, inNaira } from './naira.ts'
import { type WithdrawalRow, withdrawalOf } from './wallet-of.ts'

/** A withdrawal as a step has left it, in the words of the list. */
export async function withdrawalForStaff(
  ctx: Ctx,
  row: WithdrawalRow,
): Promise<WithdrawalForStaff> {
  return withdrawalShownToStaff(await withBrief(ctx, row), await inNaira(ctx))
}

export function withdrawalShownToStaff(
  row: WithdrawalRow & WithBrief,
  worth: InNaira,
): WithdrawalForStaff {
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
