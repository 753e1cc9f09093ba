import { SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { userStream } from '../events/streams.ts'
import { ruleColumns } from '../rule-columns.ts'
import { type MoneyRole, type WithdrawalAction, withdrawalRules } from './transitions.ts'
import type { WithdrawalRow } from './wallet-of.ts'

type TransitionRow =
  | { outcome: 'done' | 'twice'; withdrawal: WithdrawalRow }
  | { outcome: 'refused'; withdrawal: WithdrawalRow & { readonly role: MoneyRole } }
  | { outcome: 'unknown'; withdrawal: null }

const transitionStatement = statement<TransitionRow>(
  'withdrawal-transition',
  `select outcome, withdrawal
     from transition_withdrawal($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
)

const EVENTS = {
  cancel: 'withdrawal.cancelled',
  approve: 'withdrawal.approved',
  reject: 'withdrawal.rejected',
} as const satisfies Record<WithdrawalAction, string>

export interface Decision {
  readonly id: string
  readonly reason?: string | undefined
  readonly transactionId?: string | undefined
}

/**
 * Takes one step in a withdrawal's life, in one round trip: status, money, event and audit change
 * together or not at all. Of two who race only one can win.
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT
 */
export async function transitionWithdrawal(
  ctx: Ctx,
  action: WithdrawalAction,
  { id, reason, transactionId }: Decision,
): Promise<WithdrawalRow> {
  const { userId, kind } = signedIn(ctx)
  const rules = withdrawalRules(action)
  const [row] = await ctx.db.query(transitionStatement, [
    id,
    userId,
    kind === 'staff' && action !== 'cancel',
    EVENTS[action],
    ...ruleColumns(rules, 'from', 'by', 'to', 'hold'),
    reason ?? null,
    transactionId ?? null,
    ctx.clock(),
    ctx.address,
  ])
  if (!row || row.outcome === 'unknown') throw new SoukError('NOT_FOUND', 'Withdrawal not found')
  if (row.outcome === 'twice') {
    throw new SoukError('CONFLICT', 'Another member of staff must approve this withdrawal')
  }
  if (row.outcome === 'refused') throw refused(action, row.withdrawal)
  wakeAfterCommit(ctx, [userStream(row.withdrawal.userId)])
  return row.withdrawal
}

function refused(
  action: WithdrawalAction,
  { role, status }: WithdrawalRow & { readonly role: MoneyRole },
): SoukError {
  if (!withdrawalRules(action).some((rule) => rule.by === role)) {
    return new SoukError('FORBIDDEN', `You cannot ${action} your own withdrawal`)
  }
  return new SoukError('CONFLICT', `This withdrawal is already ${status}`)
}
