import { ledgerMigrations } from '@souk/ledger'
import { accountEntities } from './accounts/entities.ts'
import { createAccounts } from './accounts/migration.ts'
import { createConversations } from './conversations/migration.ts'
import { createEvents } from './events/migration.ts'
import { createIdempotencyKeys } from './idempotency/migration.ts'
import { createTrades } from './trades/migration.ts'
import { tradeEscrows } from './trades/open-escrows.ts'

/** The whole schema, in the order in which it is built. */
export const migrations = [
  ...ledgerMigrations,
  createEvents,
  createAccounts,
  createConversations,
  createTrades,
  createIdempotencyKeys,
]

export const entities = [...accountEntities]

/** Every domain that holds money, for `verify` to compare the ledger with. */
export const escrows = [tradeEscrows]

export * as accounts from './accounts/index.ts'
export { LOGIN_LIMITS } from './accounts/login-guard.ts'
export { type Actor, type Ctx, isStaff, type SignedIn, signedIn, viewerId } from './context.ts'
export type { Bus } from './events/bus.ts'
export { type FollowOptions, followStream } from './events/follow-stream.ts'
export { headsOf, type LoggedEvent, readEvents, streamHead } from './events/read-events.ts'
export { sessionStream, tradeStream, userStream } from './events/streams.ts'
export type { Watched } from './events/watch.ts'
export { housekeeping } from './housekeeping.ts'
export { KEY_HOURS, type KeyedRequest, runOnce } from './idempotency/run-once.ts'
export { watchMyEvents } from './me/watch-my-events.ts'
export { createServices, type Services } from './services.ts'
export type { Settings } from './settings.ts'
export * as trades from './trades/index.ts'
