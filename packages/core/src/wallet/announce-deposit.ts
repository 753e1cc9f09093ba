import type { Coin, Deposit } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { prepared } from '../prepared.ts'
import { checkAddress } from './address.ts'
import { type MoneyRefusal, moneyRefused } from './refused.ts'
import { type DepositRow, depositOf } from './wallet-of.ts'

export interface NewDeposit {
  readonly currency: Coin
  readonly amount: string
  readonly transactionId?: string | undefined
  readonly fromAddress?: string | undefined
}

type AnnounceRow =
  | { outcome: 'done'; deposit: DepositRow }
  | { outcome: Exclude<MoneyRefusal, 'insufficient_funds'>; deposit: null }

const announceFunction = dbFunction(
  'announce_deposit',
  ['asset', 'amount', 'address', 'fromAddress', 'transaction'],
  row<AnnounceRow>(),
)

/**
 * Says that coins are on their way. Nothing is credited before they have been seen.
 * @throws VALIDATION_FAILED for an address that is none of this coin; RESTRICTED, COIN_DISABLED
 */
export const announceDeposit = prepared(async (ctx: Ctx, input: NewDeposit) => {
  const { userId } = signedIn(ctx)
  const { currency, amount, transactionId = null, fromAddress = null } = input
  if (fromAddress !== null) checkAddress(ctx, currency, fromAddress, 'fromAddress')
  const address = await ctx.chains.depositAddress(currency, userId)
  return async (tx): Promise<Deposit> => {
    const { outcome, deposit } = await call(tx, announceFunction, {
      asset: currency,
      amount,
      address,
      fromAddress,
      transaction: transactionId,
    })
    if (outcome !== 'done') throw moneyRefused(outcome, 'depositing', currency)
    return depositOf(deposit)
  }
})
