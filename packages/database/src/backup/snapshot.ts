import type { Readable } from 'node:stream'
import type { Pool, PoolClient } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { withPatience } from '../connection/with-patience.ts'
import type { Db } from '../database.ts'
import { withMigrationLock } from '../schema/migration-lock.ts'
import { type Kept, readSequences, readTables, type Sequence, type Table } from './tables.ts'

/** Which tables, functions and views a database has. */
export interface SchemaIdentity {
  /** Every migration that was applied, oldest first. */
  readonly migrations: readonly string[]
  /** The version of its functions and views. */
  readonly sql: number
}

/** What is in a database at one moment, read while others go on. */
export interface Snapshot {
  readonly schema: SchemaIdentity
  /** Migrations of a newer Souk, whose tables cannot be told from those of others. */
  readonly unknown: readonly string[]
  /** PostgreSQL's version, such as `18.4`. */
  readonly server: string
  readonly at: Date
  /** The tables that are kept, with the columns that are stored. */
  readonly tables: readonly Table[]
  /** Tables that stand beside them and are not Souk's. */
  readonly others: readonly string[]
  /** Never behind the rows of the snapshot; perhaps ahead of them. */
  readonly sequences: readonly Sequence[]
  readonly query: Db['query']
  /** The rows of a table as COPY writes them, a line each; to be read to the end before anything else. */
  rows(table: Table): Readable
}

/**
 * Reads in one `repeatable read` transaction. An upgrade waits until the snapshot is over, and the
 * snapshot for an upgrade that is under way.
 */
export function inSnapshot<T>(
  pool: Pool,
  kept: Kept,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  return withPatience(pool, async (client) => {
    const snapshot = await withMigrationLock(client, () => begin(client, kept))
    const result = await work(snapshot)
    await client.query('commit')
    return result
  })
}

async function begin(client: PoolClient, kept: Kept): Promise<Snapshot> {
  await client.query('begin isolation level repeatable read read only')
  const { tables, others } = await readTables(client, kept)
  // From here on nobody changes what the rows of the snapshot are to be read by.
  if (tables.length > 0) {
    await client.query(
      `lock table ${tables.map(({ name }) => name).join(', ')} in access share mode`,
    )
  }
  const { server, at, migrations, sql } = await identify(client)
  return {
    schema: { migrations, sql },
    unknown: migrations.filter((name) => !kept.migrations.has(name)),
    server,
    at: new Date(at),
    tables,
    others,
    sequences: await readSequences(client, tables),
    query: async ({ text }, values) => (await client.query({ text, values: [...values] })).rows,
    rows: ({ name, columns }) =>
      // A partitioned table can only be copied by asking for its rows.
      client.query(copyTo(`copy (select ${columns.join(', ')} from ${name}) to stdout`)),
  }
}

async function identify(client: PoolClient): Promise<Identity> {
  const [identity] = (await client.query<Omit<Identity, 'sql'>>(IDENTITY)).rows
  if (!identity) throw new Error('PostgreSQL said nothing of its schema')
  if (!identity.hasCurrentSql) return { ...identity, sql: 0 }
  const [current] = (await client.query<{ version: number }>(CURRENT)).rows
  return { ...identity, sql: current?.version ?? 0 }
}

interface Identity extends SchemaIdentity {
  readonly server: string
  readonly at: string
  readonly hasCurrentSql: boolean
}

const IDENTITY = `select array(select name::text from public.migrations order by name) as migrations,
  to_regclass('public.current_sql') is not null as "hasCurrentSql",
  current_setting('server_version') as server, now()::text as at`

const CURRENT = 'select version from public.current_sql'
