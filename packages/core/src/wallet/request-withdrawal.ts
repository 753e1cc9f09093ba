import type { Coin, Withdrawal } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { checkAddress } from './address.ts'
import { addressKey, checkPayee } from './payee.ts'
import { type MoneyRefusal, moneyRefused } from './refused.ts'
import { type WithdrawalRow, withdrawalOf } from './wallet-of.ts'

type RequestRow =
  | { outcome: 'done'; withdrawal: WithdrawalRow }
  | { outcome: MoneyRefusal; withdrawal: null }

const requestFunction = dbFunction(
  'request_withdrawal',
  ['asset', 'amount', 'address', 'addressKey', 'twoAbove'],
  row<RequestRow>(),
)

/**
 * Asks for coins to be sent out, and holds them from the caller's main wallet. Whether one or two
 * members of staff must approve is settled now, by what goes out to the caller or to the address in a day.
 * @throws VALIDATION_FAILED for an address that is none of this coin, or that nobody can pay from; INSUFFICIENT_FUNDS, RESTRICTED,
 *   COIN_DISABLED
 */
export async function requestWithdrawal(
  ctx: Ctx,
  input: { currency: Coin; amount: string; address: string; code?: string | undefined },
): Promise<Withdrawal> {
  const { currency, amount, address } = input
  checkAddress(ctx, currency, address, 'address')
  checkPayee(currency, address)
  const twoAbove = ctx.settings.secondApprovalAbove[currency] ?? null
  const { outcome, withdrawal } = await call(ctx, requestFunction, {
    asset: currency,
    amount,
    address,
    addressKey: addressKey(address),
    twoAbove,
  })
  if (outcome !== 'done') throw moneyRefused(outcome, 'withdrawing', currency)
  return withdrawalOf(withdrawal)
}
