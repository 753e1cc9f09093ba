import type { Coin, Withdrawal } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { userStream } from '../events/streams.ts'
import { checkAddress } from './address.ts'
import { type MoneyRefusal, moneyRefused } from './refused.ts'
import { type WithdrawalRow, withdrawalOf } from './wallet-of.ts'

type RequestRow =
  | { outcome: 'done'; withdrawal: WithdrawalRow }
  | { outcome: MoneyRefusal; withdrawal: null }

const requestStatement = statement<RequestRow>(
  'withdrawal-request',
  'select outcome, withdrawal from request_withdrawal($1, $2, $3, $4, $5, $6)',
)

/**
 * Asks for coins to be sent out, and holds them from the caller's main wallet. Whether one or two
 * members of staff must approve is settled now.
 * @throws VALIDATION_FAILED for an address that is none of this coin; INSUFFICIENT_FUNDS, RESTRICTED,
 *   COIN_DISABLED
 */
export async function requestWithdrawal(
  ctx: Ctx,
  input: { currency: Coin; amount: string; address: string },
): Promise<Withdrawal> {
  const { userId } = signedIn(ctx)
  const { currency, amount, address } = input
  checkAddress(ctx, currency, address, 'address')
  const twoAbove = ctx.settings.secondApprovalAbove[currency] ?? null
  const values = [userId, currency, amount, address, twoAbove, ctx.clock()]
  const [row] = await ctx.db.query(requestStatement, values)
  if (row?.outcome !== 'done') throw moneyRefused(row?.outcome, 'withdrawing', currency)
  wakeAfterCommit(ctx, [userStream(userId)])
  return withdrawalOf(row.withdrawal)
}
