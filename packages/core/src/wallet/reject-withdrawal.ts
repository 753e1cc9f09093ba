import type { WithdrawalForStaff } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { withdrawalForStaff } from './list-all-withdrawals.ts'
import { transitionWithdrawal } from './transition-withdrawal.ts'

/** Rejects a withdrawal; its owner gets the money back, and is told why. Staff only. */
export async function rejectWithdrawal(
  ctx: Ctx,
  input: { id: string; reason: string },
): Promise<WithdrawalForStaff> {
  return withdrawalForStaff(ctx, await transitionWithdrawal(ctx, 'reject', input))
}
