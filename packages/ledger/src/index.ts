import { createLedger } from './migrations/001-ledger.ts'

/** The first of the ledger's migrations; the later ones have their place among the others'. */
export const ledgerMigrations = [createLedger]

export type { Wallet } from './accounts.ts'
export { balances } from './balances.ts'
export { regroupHolds } from './migrations/010-regroup-holds.ts'
export { openWallets } from './open-wallets.ts'
export { creditFromFaucet } from './sandbox.ts'
export { type Claims, type Finding, verify } from './verify.ts'
