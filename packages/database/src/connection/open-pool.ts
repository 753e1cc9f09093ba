import { Pool, type PoolClient, type PoolConfig } from 'pg'
import type { Address } from './address.ts'
import { waitForRoom } from './wait-for-room.ts'
import { type Patience, WatchedClient, type WatchedConfig } from './watched-client.ts'

export interface PoolOptions extends Pick<PoolConfig, 'types' | 'max' | 'min'> {
  readonly address: Address
  readonly applicationName: string
  readonly patience: Patience
  /** Connections of all pools that nobody uses at the moment. */
  readonly idle: Set<WatchedClient>
}

/** A pool that can be closed although the server is silent. */
export interface OpenPool {
  readonly pool: Pool
  close(): Promise<void>
}

/**
 * What decides how values are written and read, and how long things may take: set on every
 * connection, whatever the database or the role has by default. By statements, since poolers such as
 * PgBouncer pass on few settings that come with a connection.
 */
const SETTINGS = Object.entries({
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  lc_numeric: 'C',
  lc_monetary: 'C',
  lc_time: 'C',
  search_path: 'public',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  // A statement that cannot get its locks or its answer in time gives up and says so.
  statement_timeout: '15s',
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '60s',
  idle_session_timeout: '0',
})
  .map(([name, value]) => `set ${name} = '${value}'`)
  .join('; ')
  // A list, and not one schema with a strange name.
  .replace(`'public'`, 'public')

/** Milliseconds within which a connection gives up, or is ready. */
const CONNECT = 10_000

/** Milliseconds after which the system asks whether an idle line is still there. */
const KEEP_ALIVE = 10_000

/** Milliseconds that a pool may take to close in order. */
const FAREWELL = 1000

/** Opens a pool of connections that are all set up alike. */
export function openPool({
  address,
  applicationName,
  patience,
  idle,
  ...rest
}: PoolOptions): OpenPool {
  const all = new Set<WatchedClient>()
  const config: WatchedConfig & PoolConfig = {
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT,
    ...address,
    ...rest,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    patience,
    // Others that nobody has tried since may be as dead: each would cost somebody the same wait.
    onSilence: () => cutAll(idle),
    onConnect: setUp,
  }
  // The types of pg's pool know clients of its own class alone, not what is derived from it.
  const pool = new Pool({ ...config, Client: WatchedClient as never })
  waitForRoom(pool)
  pool.on('error', () => {}) // the pool has already dropped the broken connection
  pool.on('connect', (client) => {
    releaseOnceGone(client)
    all.add(watched(client))
  })
  pool.on('acquire', (client) => idle.delete(watched(client)))
  pool.on('release', (_, client) => {
    if (watched(client).readOnly) leave(client)
    else idle.add(watched(client))
  })
  pool.on('remove', (client) => {
    for (const set of [all, idle]) set.delete(watched(client))
  })
  return {
    pool,
    async close() {
      const giveUp = setTimeout(() => cutAll(all), FAREWELL)
      await pool.end().finally(() => clearTimeout(giveUp))
    },
  }
}

/** A pool keeps no client that is ending. */
function leave(client: PoolClient): void {
  watched(client)
    .end()
    .catch(() => {})
}

function cutAll(clients: Iterable<WatchedClient>): void {
  for (const client of clients) client.cut()
}

// The pool makes its clients of that class; its types do not say so, and none of theirs fits both.
const watched = (client: PoolClient) => client as unknown as WatchedClient

async function setUp(client: { query(sql: string): unknown }): Promise<void> {
  await client.query(SETTINGS)
}

/**
 * Kysely never gives back the connection of a transaction that cannot even be rolled back, and the
 * pool would be the smaller for ever. Whoever still holds it has had their error by then.
 */
function releaseOnceGone(client: PoolClient): void {
  client.on('error', () => {}) // whoever waits for an answer is told as well
  client.once('end', () => {
    setImmediate(() => {
      try {
        client.release(true)
      } catch {} // it had been given back
    })
  })
}
