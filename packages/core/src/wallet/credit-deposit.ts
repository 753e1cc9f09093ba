import { type Coin, fieldRefused, SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, viewer } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { userStream } from '../events/streams.ts'
import { ruleColumns } from '../rule-columns.ts'
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
  | { outcome: 'done' | 'again' | 'credited_elsewhere'; deposit: DepositRow }
  | { outcome: 'refused'; deposit: DepositRow & { readonly role: MoneyRole } }
  | { outcome: 'unknown' | 'transaction_needed' | 'too_fine'; deposit: null }

const creditStatement = statement<CreditRow>(
  'deposit-credit',
  `select outcome, deposit
     from credit_deposit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
)

/**
 * Credits coins that came in from a chain to the user's main wallet: the one way in, for staff and
 * for chain watchers. The same transaction of the same coin is credited once; saying it again changes
 * nothing and gives the deposit as it is.
 * @throws NOT_FOUND, FORBIDDEN on one's own, CONFLICT, VALIDATION_FAILED
 */
export async function creditDeposit(ctx: Ctx, incoming: Incoming): Promise<DepositRow> {
  const [id, userId, coin] =
    'id' in incoming ? [incoming.id, null, null] : [null, incoming.userId, incoming.coin]
  const rules = depositRules('credit')
  const [row] = await ctx.db.query(creditStatement, [
    id,
    userId,
    coin,
    incoming.amount ?? null,
    incoming.transactionId ?? null,
    ...viewer(ctx),
    ...ruleColumns(rules, 'from', 'by', 'to'),
    ctx.clock(),
    ctx.address,
  ])
  if (row?.outcome !== 'done' && row?.outcome !== 'again') throw refused(row)
  if (row.outcome === 'done') wakeAfterCommit(ctx, [userStream(row.deposit.userId)])
  return row.deposit
}

function refused(row: CreditRow | undefined): SoukError {
  switch (row?.outcome) {
    case 'transaction_needed':
      return fieldRefused('transactionId', 'is required, for none was announced')
    case 'too_fine':
      return fieldRefused('amount', 'has more decimals than the coin')
    case 'credited_elsewhere':
      return new SoukError('CONFLICT', 'This transaction has already been credited')
    case 'refused':
      return depositRefused('credit', row.deposit)
    default:
      return new SoukError('NOT_FOUND', 'Deposit not found')
  }
}
