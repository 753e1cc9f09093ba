import { type Coin, fieldRefused, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { rulesFor } from '../rules.ts'
import { unforeseen } from '../unforeseen.ts'
import { depositRefused } from './refused.ts'
import { depositRules, type MoneyRole } from './transitions.ts'
import type { DepositRow } from './wallet-of.ts'

/** What came in: an announced deposit, as staff name it, or what a watcher saw for a user. */
export type Incoming =
  | {
      readonly id: string
      /** What was announced, unless said. */
      readonly amount?: string | undefined
      /** What was announced, unless said. */
      readonly transactionId?: string | undefined
    }
  | {
      readonly userId: number
      readonly coin: Coin
      readonly amount: string
      readonly transactionId: string
    }

type CreditRow =
  | { outcome: 'done' | 'again' | 'otherwise' | 'credited_elsewhere'; deposit: DepositRow }
  | { outcome: 'refused'; deposit: DepositRow & { readonly role: MoneyRole } }
  | { outcome: 'unknown' | 'transaction_needed' | 'too_fine'; deposit: null }

const creditFunction = dbFunction(
  'credit_deposit',
  ['deposit', 'user', 'asset', 'amount', 'transaction', 'twoAbove', 'when', 'to'],
  row<CreditRow>(),
)

/**
 * Credits coins that came in from a chain to the user's main wallet: the one way in, for staff and
 * for chain watchers. The same transaction of the same coin is credited once; saying it again changes
 * nothing and gives the deposit as it is. More than was announced, or than one member of staff may let
 * in over a day, waits as it is for a second one to say the same.
 * @throws NOT_FOUND, FORBIDDEN on one's own, CONFLICT, VALIDATION_FAILED
 */
export async function creditDeposit(ctx: Ctx, incoming: Incoming): Promise<DepositRow> {
  const [deposit, user, asset] =
    'id' in incoming ? [incoming.id, null, null] : [null, incoming.userId, incoming.coin]
  const credited = await call(ctx, creditFunction, {
    deposit,
    user,
    asset,
    amount: incoming.amount ?? null,
    transaction: incoming.transactionId ?? null,
    twoAbove: JSON.stringify(ctx.settings.secondApprovalAbove),
    ...rulesFor(depositRules('credit'), 'to'),
  })
  const { outcome } = credited
  if (outcome !== 'done' && outcome !== 'again') throw refused(credited)
  return credited.deposit
}

function refused(row: CreditRow): SoukError {
  switch (row.outcome) {
    case 'transaction_needed':
      return fieldRefused('transactionId', 'is required, for none was announced')
    case 'too_fine':
      return fieldRefused('amount', 'has more decimals than the coin')
    case 'otherwise':
      return new SoukError(
        'CONFLICT',
        `This deposit is already credited, with ${row.deposit.amount}`,
      )
    case 'credited_elsewhere':
      return new SoukError('CONFLICT', 'This transaction has already been credited')
    case 'refused':
      return depositRefused('credit', row.deposit)
    case 'unknown':
      return new SoukError('NOT_FOUND', 'Deposit not found')
    default:
      return unforeseen(row)
  }
}
