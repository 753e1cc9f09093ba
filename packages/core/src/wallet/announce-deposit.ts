import type { Coin, Deposit } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { userStream } from '../events/streams.ts'
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

const announceStatement = statement<AnnounceRow>(
  'deposit-announce',
  'select outcome, deposit from announce_deposit($1, $2, $3, $4, $5, $6, $7)',
)

/**
 * Says that coins are on their way. Nothing is credited before they have been seen.
 * @throws VALIDATION_FAILED for an address that is none of this coin; RESTRICTED, COIN_DISABLED
 */
export async function announceDeposit(ctx: Ctx, input: NewDeposit): Promise<Deposit> {
  const { userId } = signedIn(ctx)
  const { currency, amount, transactionId = null, fromAddress = null } = input
  if (fromAddress !== null) checkAddress(ctx, currency, fromAddress, 'fromAddress')
  const address = await ctx.chains.depositAddress(currency, userId)
  const values = [userId, currency, amount, address, fromAddress, transactionId, ctx.clock()]
  const [row] = await ctx.db.query(announceStatement, values)
  if (row?.outcome !== 'done') throw moneyRefused(row?.outcome, 'depositing', currency)
  wakeAfterCommit(ctx, [userStream(userId)])
  return depositOf(row.deposit)
}
