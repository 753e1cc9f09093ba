import { randomUUID } from 'node:crypto'
import type { Coin } from '@souk/contract'
import { connectDatabase, type Database } from '@souk/database'
import { createTestDatabase, type TestDatabase } from '@souk/database/testing'
import { balances, type Finding, verify } from '@souk/ledger'
import { createUser } from '../accounts/register.ts'
import type { Actor, Ctx, SignedIn } from '../context.ts'
import { claims, mails, schema } from '../domains.ts'
import type { Bus } from '../events/bus.ts'
import { createStaticRates } from '../rates/static-rates.ts'
import { createServices, type Outside } from '../services.ts'
import type { Settings } from '../settings.ts'

/** What one wallet has; amounts are exact decimal strings. */
export interface Purse {
  readonly available: string
  readonly held: string
}

/** Core on a database of its own, without any door before it. */
export interface TestCore {
  readonly database: Database
  /** The moment at which everything happens, for tests to move. */
  readonly time: { now: Date }
  /** Every hint the bus was given, in order. */
  readonly woken: string[]
  /** A context for one call. */
  as(actor: Actor): Ctx
  /** A user whose wallets the faucet has filled; no password fits the account. */
  newUser(kind?: SignedIn['kind']): Promise<SignedIn>
  purse(user: SignedIn, asset?: Coin): Promise<Purse>
  /** Every finding in the books. */
  verify(): Promise<Finding[]>
  /** Runs any statement, past all verbs. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export interface TestSettings extends Partial<Outside> {
  readonly feePercent?: string
  readonly emailVerification?: boolean
  readonly secondApprovalAbove?: Settings['secondApprovalAbove']
  readonly dealCaps?: Settings['dealCaps']
  readonly ratingMinimum?: string
  /** One that is there already, instead of a fresh one with the whole schema. */
  readonly database?: TestDatabase
}

export async function startTestCore(settings: TestSettings = {}): Promise<TestCore> {
  const { url, drop } = settings.database ?? (await createTestDatabase())
  const database = await connectDatabase({ url, schema })
  const time = { now: new Date('2026-01-02T03:04:05.678Z') }
  const woken: string[] = []
  const bus = createBus(woken)
  const { rates = createStaticRates(), mailer, chains, blobs, wait, webhooks } = settings
  const outside = { rates, mailer, chains, blobs, wait, webhooks }
  const services = createServices(database, () => time.now, { ...outside, mails })
  const as = (actor: Actor): Ctx => ({
    actor,
    address: '127.0.0.1',
    db: database.db(),
    clock: () => time.now,
    settings: {
      secretKey: Buffer.from('a secret for tests only, thirty-two characters'),
      sandbox: true,
      emailVerification: settings.emailVerification ?? false,
      feePercent: settings.feePercent ?? '0',
      secondApprovalAbove: settings.secondApprovalAbove ?? {},
      dealCaps: settings.dealCaps ?? null,
      ratingMinimum: settings.ratingMinimum ?? '1',
    },
    bus,
    ...services,
  })
  let users = 0
  return {
    database,
    time,
    woken,
    as,
    async newUser(kind = 'user') {
      users += 1
      const input = { username: `${kind}${users}`, isStaff: kind === 'staff' }
      const { id, uuid } = await createUser(as({ kind: 'system' }), input, 'no password fits')
      return { kind, userId: id, uuid, sessionId: randomUUID() }
    },
    async purse({ userId }, asset = 'btc') {
      const found = (await balances(database.db(), userId)).find(
        (balance) => balance.asset === asset && balance.wallet === 'p2p',
      )
      if (!found) throw new Error(`user ${userId} has no ${asset} wallet`)
      return { available: found.available, held: found.held }
    },
    verify: () => verify(database.db(), claims),
    sql: async (text, values = []) => (await database.pool.query(text, [...values])).rows,
    async close() {
      await database.close()
      await drop()
    },
  }
}

/** A bus that remembers its hints. */
function createBus(woken: string[]): Bus {
  const listeners = new Set<readonly [string, () => void]>()
  const hearers = new Set<readonly [string, (what: string) => void]>()
  return {
    wake(streams) {
      woken.push(...streams)
      for (const [stream, listener] of listeners) if (streams.includes(stream)) listener()
    },
    subscribe(stream, listener) {
      const entry = [stream, listener] as const
      listeners.add(entry)
      return () => listeners.delete(entry)
    },
    tell(topic, what) {
      for (const [heard, listener] of hearers) if (heard === topic) listener(what)
    },
    hear(topic, listener) {
      const entry = [topic, listener] as const
      hearers.add(entry)
      return () => hearers.delete(entry)
    },
  }
}
