import { fieldRefused, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { rulesFor } from '../rules.ts'
import { unforeseen } from '../unforeseen.ts'
import { type MoneyRole, type WithdrawalAction, withdrawalRules } from './transitions.ts'
import type { WithdrawalRow } from './wallet-of.ts'

type TransitionRow =
  | { outcome: 'done' | 'twice' | 'sent_early'; withdrawal: WithdrawalRow }
  | { outcome: 'refused'; withdrawal: WithdrawalRow & { readonly role: MoneyRole } }
  | { outcome: 'unknown'; withdrawal: null }

const transitionFunction = dbFunction(
  'transition_withdrawal',
  ['withdrawal', 'event', 'reason', 'transaction', 'when', 'to', 'hold'],
  row<TransitionRow>(),
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
  const stepped = await call(ctx, transitionFunction, {
    withdrawal: id,
    event: EVENTS[action],
    reason: reason ?? null,
    transaction: transactionId ?? null,
    ...rulesFor(withdrawalRules(action), 'to', 'hold'),
  })
  switch (stepped.outcome) {
    case 'done':
      return stepped.withdrawal
    case 'twice':
      throw new SoukError('CONFLICT', 'Another member of staff must approve this withdrawal')
    case 'sent_early':
      throw fieldRefused(
        'transactionId',
        'is too early: another member of staff must approve before the coins are sent',
      )
    case 'refused':
      throw refused(action, stepped.withdrawal)
    case 'unknown':
      throw withdrawalNotFound()
    default:
      throw unforeseen(stepped)
  }
}

/** Whoever has no step to take in this, staff included, has no business knowing of it. */
function refused(
  action: WithdrawalAction,
  { role, status }: WithdrawalRow & { readonly role: MoneyRole },
): SoukError {
  if (withdrawalRules(action).some((rule) => rule.by === role)) {
    return new SoukError('CONFLICT', `This withdrawal is already ${status}`)
  }
  return role === 'owner'
    ? new SoukError('FORBIDDEN', `You cannot ${action} your own withdrawal`)
    : withdrawalNotFound()
}

const withdrawalNotFound = () => new SoukError('NOT_FOUND', 'Withdrawal not found')
