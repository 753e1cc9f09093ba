import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import type { Payout } from './chains.ts'
import { recordPayout } from './record-payout.ts'

const selectPayout = statement<Payout>(
  'withdrawal-payout',
  `select id, asset as coin, trim_scale(amount)::text as amount, address
     from withdrawals where id = $1 and status = 'approved' and transaction_id is null`,
)

/**
 * Hands an approved withdrawal to the chain's adapter; the job behind every approval. It is repeated
 * until the adapter has taken it, which is why adapters know a payout by its id.
 */
export async function payWithdrawal(ctx: Ctx, input: { withdrawalId: string }): Promise<void> {
  const [payout] = await ctx.db.query(selectPayout, [input.withdrawalId])
  if (!payout) return
  const transactionId = await ctx.chains.payOut(payout)
  if (transactionId !== null) await recordPayout(ctx, payout.id, transactionId)
}
