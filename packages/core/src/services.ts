import type { BlobStore } from '@souk/blobs'
import type { Database } from '@souk/database'
import { createLiveSessions, type LiveSessions } from './accounts/live-sessions.ts'
import { createLoginGuard, type LoginGuard } from './accounts/login-guard.ts'
import { noStore } from './attachments/no-store.ts'
import { createPictures, type Pictures } from './attachments/pictures.ts'
import { type Arrivals, createArrivals } from './chat/arrivals.ts'
import { type Counts, createCounts } from './counts.ts'
import { createKeyedCalls, type KeyedCalls } from './idempotency/keyed-calls.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Templates } from './mail/render-mail.ts'
import { createPresence, type Presence } from './presence/presence.ts'
import type { Rates } from './rates/rates.ts'
import { countRequestViews } from './requests/views.ts'
import { countProductViews } from './shop/products/views.ts'
import { createGroupTurns, createTurns, type GroupTurns, type Turns } from './turns.ts'
import { createViews, type Views } from './views.ts'
import { type Chains, manualChains } from './wallet/chains.ts'
import { noWebhooks, type WebhookDoor } from './webhooks/sender.ts'

/** What reaches out of the process, and what tests replace. */
export interface Outside {
  readonly rates: Rates
  /** Without one, mail is kept and not sent. */
  readonly mailer?: Mailer | undefined
  /** Without one, staff watch the chains and send the coins. */
  readonly chains?: Chains | undefined
  /** Without one, no files are taken. */
  readonly blobs?: BlobStore | undefined
  /** Without it, nothing is sent to webhooks. */
  readonly webhooks?: WebhookDoor | undefined
  /** Lets so many milliseconds pass before a guess at a password is looked at. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined
}

/** Calls of one user that are made at a time; more wait, and hold no connection meanwhile. */
const CALLS_EACH = 8

/** How much of all connections the calls from one address use at a time. */
const SHARE_OF_ADDRESS = 2 / 3

/** What core keeps for the whole process. */
export interface Services extends Outside {
  readonly loginGuard: LoginGuard
  readonly sessions: LiveSessions
  readonly keyedCalls: KeyedCalls
  /** Turns of users, so that nobody's crowd of calls has all connections. */
  readonly calls: Turns
  /**
   * Turns of addresses, whoever calls from there, in which their users take turns: accounts cost nothing,
   * and addresses do.
   */
  readonly addresses: GroupTurns
  readonly counts: Counts
  readonly presence: Presence
  /** Messages that have reached their receivers, to be marked so. */
  readonly arrivals: Arrivals
  /** Views of products, to be counted. */
  readonly views: Views
  /** Views of requests, likewise. */
  readonly requestViews: Views
  readonly chains: Chains
  readonly blobs: BlobStore
  /** Makes pictures anew, few at a time. */
  readonly pictures: Pictures
  readonly webhooks: WebhookDoor
  /** Every mail there is. */
  readonly mails: Templates
}

export function createServices(
  database: Database,
  clock: () => Date,
  { mails, ...outside }: Outside & Pick<Services, 'mails'>,
): Services {
  const addresses = createGroupTurns({
    atOnceEach: CALLS_EACH,
    get atOnce() {
      return Math.max(1, Math.floor(database.pool.options.max * SHARE_OF_ADDRESS))
    },
  })
  return {
    ...outside,
    mails,
    loginGuard: createLoginGuard(database, clock, outside.wait),
    sessions: createLiveSessions(database, clock),
    keyedCalls: createKeyedCalls(database, addresses),
    calls: createTurns({ atOnceEach: CALLS_EACH }),
    addresses,
    counts: createCounts(clock),
    presence: createPresence(database, clock),
    arrivals: createArrivals(),
    views: createViews(database, clock, countProductViews),
    requestViews: createViews(database, clock, countRequestViews),
    chains: outside.chains ?? manualChains,
    blobs: outside.blobs ?? noStore,
    pictures: createPictures(),
    webhooks: outside.webhooks ?? noWebhooks,
  }
}
