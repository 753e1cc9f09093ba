import type { WithdrawalForStaff } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { userStream } from '../events/streams.ts'
import { withdrawalForStaff } from './list-all-withdrawals.ts'
import { transitionWithdrawal } from './transition-withdrawal.ts'
import type { WithdrawalRow } from './wallet-of.ts'

const noteStatement = statement<{ withdrawal: WithdrawalRow | null }>(
  'withdrawal-note-payout',
  'select note_payout($1, $2, $3, $4, $5) as withdrawal',
)

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
  const { userId } = signedIn(ctx)
  const noted =
    transactionId === undefined ? null : await notePayout(ctx, id, userId, transactionId)
  return withdrawalForStaff(ctx, noted ?? (await transitionWithdrawal(ctx, 'approve', input)))
}

/**
 * Writes down the transaction that paid an approved withdrawal, unless there is one already.
 * @returns it, if it was waiting for that
 */
export async function notePayout(
  ctx: Ctx,
  id: string,
  staffId: number | null,
  transactionId: string,
): Promise<WithdrawalRow | null> {
  const values = [id, staffId, transactionId, ctx.clock(), ctx.address]
  const [row] = await ctx.db.query(noteStatement, values)
  if (!row?.withdrawal) return null
  wakeAfterCommit(ctx, [userStream(row.withdrawal.userId)])
  return row.withdrawal
}
