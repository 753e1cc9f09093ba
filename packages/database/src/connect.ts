import { Migrator } from '@mikro-orm/migrations'
import { MikroORM, type Options } from '@mikro-orm/postgresql'
import { Pool, type PoolClient, TypeOverrides } from 'pg'
import { createDb, type Db } from './database.ts'
import { migrate, toMikroOrm } from './schema/migrate.ts'
import { type Migration, readMigrations } from './schema/migrations.ts'
import type { Schema } from './schema/schema.ts'

export interface DatabaseOptions {
  readonly url: string
  /** What the database is made of; without it, it is taken as it is. */
  readonly schema?: Schema
  /** Most connections at a time. */
  readonly poolSize?: number
  readonly applicationName?: string
}

/** An open connection pool with everything that hangs on it. */
export interface Database {
  /** A fresh `Db`, for one request or one job. */
  db(): Db
  /**
   * Brings the schema up to date; or only its tables, and only to how they were after a migration.
   * @returns the names of the migrations that were applied
   */
  migrate(only?: { readonly to: string }): Promise<string[]>
  /** Whether PostgreSQL answers. */
  ping(): Promise<void>
  readonly pool: Pool
  /**
   * A small second pool, for short statements of callers that may already hold a connection of the
   * first: waiting there for another one could block everybody.
   */
  readonly sidePool: Pool
  close(): Promise<void>
}

const INT8 = 20

const EMPTY: Schema = { entities: [], migrations: [], current: { version: 0, folders: [] } }

/** The database's own migrations, which every schema has. */
const OWN = new URL('../migrations/', import.meta.url)

/** Every migration of a schema, in the order in which they are applied. */
export function migrationsOf({ migrations, texts }: Schema): Promise<Migration[]> {
  return readMigrations([OWN, ...migrations], texts)
}

/** Opens the pool that MikroORM and the prepared statements share. */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const { schema = EMPTY } = options
  const orm = await MikroORM.init(ormOptions(options, schema, await migrationsOf(schema)))
  const pool = await orm.em.getConnection().getNativeClient()
  const sidePool = new Pool({
    connectionString: options.url,
    max: 2,
    application_name: applicationName(options),
  })
  sidePool.on('error', () => {}) // the pool has already dropped the broken connection
  return {
    db: () => createDb(orm, pool),
    migrate: (only) => migrate(orm, pool, schema.current, only),
    ping: async () => void (await pool.query('select 1')),
    pool,
    sidePool,
    close: async () => {
      await sidePool.end()
      await orm.close(true)
    },
  }
}

const applicationName = (options: DatabaseOptions) => options.applicationName ?? 'souk'

/**
 * Kysely never gives back the connection of a transaction that cannot even be rolled back, and the
 * pool would be the smaller for ever. Whoever still holds it has had their error by then.
 */
function releaseOnceGone(client: PoolClient): void {
  client.once('end', () => {
    setImmediate(() => {
      try {
        client.release(true)
      } catch {} // it had been given back
    })
  })
}

function ormOptions(
  options: DatabaseOptions,
  { entities }: Schema,
  migrations: readonly Migration[],
): Options {
  return {
    clientUrl: options.url,
    entities: [...entities],
    extensions: [Migrator],
    migrations: {
      migrationsList: migrations.map(toMikroOrm),
      snapshot: false,
      tableName: 'migrations',
      disableForeignKeys: false,
    },
    pool: { min: 0, max: options.poolSize ?? 16 },
    driverOptions: {
      application_name: applicationName(options),
      // A statement that cannot get its locks or its answer in time gives up and says so.
      statement_timeout: 30_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 60_000,
      connectionTimeoutMillis: 10_000,
      options: '-c TimeZone=UTC',
      // Ids are far below 2^53; as numbers they need no conversion anywhere else.
      onPoolCreated: (pool: Pool) => {
        const { types } = pool.options
        if (types instanceof TypeOverrides) types.setTypeParser(INT8, Number)
        pool.on('connect', releaseOnceGone)
      },
    },
    forceUtcTimezone: true,
    discovery: { warnWhenNoEntities: false },
    logger: () => {},
  }
}
