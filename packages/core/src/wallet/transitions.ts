import type { DepositStatus, WithdrawalStatus } from '@souk/contract'
import { rulesOf } from '../rules.ts'

/**
 * What somebody may be to a deposit or a withdrawal. A member of staff whose own it is, is only its
 * owner; `system` is Souk itself, as when a chain watcher has seen the coins.
 */
export const MONEY_ROLES = ['owner', 'staff', 'system', 'other'] as const
export type MoneyRole = (typeof MONEY_ROLES)[number]

export type WithdrawalAction = 'cancel' | 'approve' | 'reject'
export type DepositAction = 'credit' | 'reject'

export interface WithdrawalTransition {
  readonly action: WithdrawalAction
  readonly from: WithdrawalStatus
  readonly by: MoneyRole
  readonly to: WithdrawalStatus
  /** What becomes of the held money: paid out of the house, or given back. */
  readonly hold: 'post' | 'void'
}

/**
 * All that can happen to a withdrawal. Approving one that needs two members of staff takes effect
 * with the second of them.
 */
export const WITHDRAWAL_TRANSITIONS: readonly WithdrawalTransition[] = [
  { action: 'cancel', from: 'pending', by: 'owner', to: 'cancelled', hold: 'void' },
  { action: 'approve', from: 'pending', by: 'staff', to: 'approved', hold: 'post' },
  { action: 'reject', from: 'pending', by: 'staff', to: 'rejected', hold: 'void' },
]

export interface DepositTransition {
  readonly action: DepositAction
  readonly from: DepositStatus
  readonly by: MoneyRole
  readonly to: DepositStatus
}

/** All that can happen to a deposit. */
export const DEPOSIT_TRANSITIONS: readonly DepositTransition[] = [
  { action: 'credit', from: 'pending', by: 'staff', to: 'credited' },
  { action: 'credit', from: 'pending', by: 'system', to: 'credited' },
  { action: 'reject', from: 'pending', by: 'staff', to: 'rejected' },
]

export const withdrawalRules = rulesOf(WITHDRAWAL_TRANSITIONS)
export const depositRules = rulesOf(DEPOSIT_TRANSITIONS)
