import { type DepositForStaff, SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { userStream } from '../events/streams.ts'
import { ruleColumns } from '../rule-columns.ts'
import { depositForStaff } from './list-all-deposits.ts'
import { depositRefused } from './refused.ts'
import { depositRules, type MoneyRole } from './transitions.ts'
import type { DepositRow } from './wallet-of.ts'

type RejectRow =
  | { outcome: 'done'; deposit: DepositRow }
  | { outcome: 'refused'; deposit: DepositRow & { readonly role: MoneyRole } }
  | { outcome: 'unknown'; deposit: null }

const rejectStatement = statement<RejectRow>(
  'deposit-reject',
  'select outcome, deposit from reject_deposit($1, $2, $3, $4, $5, $6, $7, $8)',
)

/** Rejects an announced deposit. @throws NOT_FOUND, FORBIDDEN on one's own, CONFLICT */
export async function rejectDeposit(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<DepositForStaff> {
  const rules = depositRules('reject')
  const [row] = await ctx.db.query(rejectStatement, [
    id,
    signedIn(ctx).userId,
    reason,
    ...ruleColumns(rules, 'from', 'by', 'to'),
    ctx.clock(),
    ctx.address,
  ])
  if (!row || row.outcome === 'unknown') throw new SoukError('NOT_FOUND', 'Deposit not found')
  if (row.outcome === 'refused') throw depositRefused('reject', row.deposit)
  wakeAfterCommit(ctx, [userStream(row.deposit.userId)])
  return depositForStaff(ctx, row.deposit)
}
