import type { Deposit, WalletTransfer, Withdrawal } from '@souk/contract'
import { isoTime } from '../iso-time.ts'
import { showAmount } from '../show-amount.ts'

/** A row of `deposit_view`, from a plain select or as JSON out of a database function. */
export type DepositRow = Deposit & { readonly userId: number }

export function depositOf(row: DepositRow): Deposit {
  const { id, currency, status, address, fromAddress, transactionId, reason } = row
  const kept = { id, currency, status, address, fromAddress, transactionId, reason }
  return { ...kept, ...shownOf(row) }
}

/** A row of `withdrawal_view`. */
export type WithdrawalRow = Withdrawal & {
  readonly userId: number
  readonly approvals: number
  readonly approvalsNeeded: number
}

export function withdrawalOf(row: WithdrawalRow): Withdrawal {
  const { id, currency, status, address, transactionId, reason } = row
  return { id, currency, status, address, transactionId, reason, ...shownOf(row) }
}

function shownOf({ amount, createdAt, updatedAt }: DepositRow | WithdrawalRow) {
  return {
    amount: showAmount(amount),
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
  }
}

export function walletTransferOf(row: WalletTransfer): WalletTransfer {
  return { ...row, amount: showAmount(row.amount), createdAt: isoTime(row.createdAt) }
}
