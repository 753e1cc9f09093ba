import { createLedger } from './migrations/001-ledger.ts'

/** The first of the ledger's migrations; the later ones have their place among the others'. */
export const ledgerMigrations = [createLedger]

export { HOUSE_ACCOUNTS, type HouseAccount, WALLETS, type Wallet } from './accounts.ts'
export { type Balance, balances } from './balances.ts'
export { type Credit, type Hold, hold, postHold, voidHold } from './hold.ts'
export { regroupHolds } from './migrations/010-regroup-holds.ts'
export { openWallets } from './open-wallets.ts'
export { creditFromFaucet, SANDBOX_CREDIT } from './sandbox.ts'
export { type Party, type Transfer, transfer } from './transfer.ts'
export { type Claims, type Finding, verify } from './verify.ts'
