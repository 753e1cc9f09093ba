import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import type { WithdrawalRow } from './wallet-of.ts'

const recordFunction = dbFunction(
  'record_payout',
  ['withdrawal', 'transaction'],
  row<{ withdrawal: WithdrawalRow | null }>(),
)

/**
 * Writes down the transaction that paid an approved withdrawal, unless there is one already.
 * @returns it, if it was waiting for that
 */
export async function recordPayout(
  ctx: Ctx,
  id: string,
  transactionId: string,
): Promise<WithdrawalRow | null> {
  const values = { withdrawal: id, transaction: transactionId }
  return (await call(ctx, recordFunction, values)).withdrawal
}
