import type { WithdrawalForStaff } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { transitionWithdrawal } from './transition-withdrawal.ts'
import { withdrawalForStaff } from './withdrawal-for-staff.ts'

/** Rejects a withdrawal; its owner gets the money back, and is told why. Staff only. */
export async function rejectWithdrawal(
  ctx: Ctx,
  input: { id: string; reason: string },
): Promise<WithdrawalForStaff> {
  return withdrawalForStaff(ctx, await transitionWithdrawal(ctx, 'reject', input))
}
