import { ledgerMigrations, regroupHolds } from '@souk/ledger'
import { accountEntities } from './accounts/entities.ts'
import { createAccounts } from './accounts/migration.ts'
import { createMessageTypes } from './conversations/message-types.ts'
import { createConversations } from './conversations/migration.ts'
import { createEvents } from './events/migration.ts'
import { createIdempotencyKeys } from './idempotency/migration.ts'
import { createHeartbeat } from './jobs/heartbeat-migration.ts'
import { createJobs } from './jobs/migration.ts'
import { createMails } from './mail/migration.ts'
import { adClaims, offerClaims } from './market/claims.ts'
import { createMarket } from './market/migration.ts'
import { createStaff } from './staff/migration.ts'
import { tradeClaims } from './trades/claims.ts'
import { createTrades } from './trades/migration.ts'
import { addTradeRules } from './trades/rules-migration.ts'
import { depositClaims, walletTransferClaims, withdrawalClaims } from './wallet/claims.ts'
import { createWallet } from './wallet/migration.ts'

/** The whole schema, in the order in which it is built. */
export const migrations = [
  ...ledgerMigrations,
  createEvents,
  createAccounts,
  createConversations,
  createTrades,
  createIdempotencyKeys,
  createJobs,
  createMails,
  createStaff,
  regroupHolds,
  createMarket,
  createWallet,
  addTradeRules,
  createHeartbeat,
  createMessageTypes,
]

export const entities = [...accountEntities]

/** What every domain knows of its money, for `verify` to compare the ledger with. */
export const claims = [
  tradeClaims,
  adClaims,
  offerClaims,
  withdrawalClaims,
  depositClaims,
  walletTransferClaims,
]

export * as accounts from './accounts/index.ts'
export { LOGIN_LIMITS } from './accounts/login-guard.ts'
export { type Actor, type Ctx, type SignedIn, viewerId } from './context.ts'
export type { Bus } from './events/bus.ts'
export { followStream } from './events/follow-stream.ts'
export { headsOf, type LoggedEvent, streamHead } from './events/read-events.ts'
export { sessionStream, tradeStream, userStream } from './events/streams.ts'
export type { Watched } from './events/watch.ts'
export { housekeeping } from './housekeeping.ts'
export { runOnce } from './idempotency/run-once.ts'
export { jobs } from './jobs/jobs.ts'
export { noteAlive } from './jobs/note-alive.ts'
export * as mail from './mail/index.ts'
export * as market from './market/index.ts'
export { watchMyEvents } from './me/watch-my-events.ts'
export { createHttpRates, createStaticRates, type Rates } from './rates/index.ts'
export { createServices, type Outside } from './services.ts'
export * as staff from './staff/index.ts'
export * as trades from './trades/index.ts'
export type { Chains, Payout } from './wallet/chains.ts'
export * as wallet from './wallet/index.ts'
