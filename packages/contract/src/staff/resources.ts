// What the SDK exports of this domain: each name is a schema and the type of what it parses.
export { AuditEntry } from './audit.ts'
export { CoinSwitch } from './coins.routes.ts'
export { Confirmation } from './confirmation.ts'
export { Limit } from './limit.ts'
export { DepositForStaff, Transaction, WithdrawalForStaff } from './money.ts'
export { UserBrief, UserForStaff, UserSettings } from './user.ts'
