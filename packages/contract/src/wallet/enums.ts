// The closed lists of words in this domain's resources, as types; the SDK exports them.
export type { DepositStatus, WithdrawalStatus } from './wallet.ts'
