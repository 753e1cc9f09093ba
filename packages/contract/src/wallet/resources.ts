// What the SDK exports of this domain: each name is a schema and the type of what it parses.
export { Deposit, WalletBalance, WalletEvent, WalletTransfer, Withdrawal } from './wallet.ts'

// The closed lists of words in them, as types:
export type { DepositStatus, WithdrawalStatus } from './wallet.ts'
