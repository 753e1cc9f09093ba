import type { WithdrawalForStaff } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { recordPayout } from './record-payout.ts'
import { transitionWithdrawal } from './transition-withdrawal.ts'
import { withdrawalForStaff } from './withdrawal-for-staff.ts'

/**
 * Approves a withdrawal: its amount leaves the books, and a job hands it to the chain's adapter. The
 * first of two approvals only counts. Where staff send the coins themselves, the transaction may
 * come with the approval or, by approving once more, after it.
 * @throws NOT_FOUND, FORBIDDEN on one's own, CONFLICT
 */
export async function approveWithdrawal(
  ctx: Ctx,
  input: { id: string; transactionId?: string | undefined },
): Promise<WithdrawalForStaff> {
  const { id, transactionId } = input
  const paid = transactionId === undefined ? null : await recordPayout(ctx, id, transactionId)
  return withdrawalForStaff(ctx, paid ?? (await transitionWithdrawal(ctx, 'approve', input)))
}
