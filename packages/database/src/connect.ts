import { Migrator } from '@mikro-orm/migrations'
import {
  type EntitySchema,
  type MigrationObject,
  MikroORM,
  type Options,
} from '@mikro-orm/postgresql'
import { Pool, type PoolClient, TypeOverrides } from 'pg'
import { createDb, type Db } from './database.ts'
import { migrate } from './migrate.ts'

export interface DatabaseOptions {
  readonly url: string
  /** Every room's entities and migrations, in the order of the rooms' dependencies. */
  readonly entities: readonly EntitySchema[]
  readonly migrations: readonly MigrationObject[]
  /** Most connections at a time. */
  readonly poolSize?: number
  readonly applicationName?: string
}

/** An open connection pool with everything that hangs on it. */
export interface Database {
  /** A fresh `Db`, for one request or one job. */
  db(): Db
  migrate(): Promise<string[]>
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

/** Opens the pool that MikroORM and the prepared statements share. */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const orm = await MikroORM.init(ormOptions(options))
  const pool = await orm.em.getConnection().getNativeClient()
  const sidePool = new Pool({
    connectionString: options.url,
    max: 2,
    application_name: applicationName(options),
  })
  sidePool.on('error', () => {}) // the pool has already dropped the broken connection
  return {
    db: () => createDb(orm, pool),
    migrate: () => migrate(orm, pool),
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
 * pool would be the smaller for ever. Whoever still holds it has had his error by then.
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

function ormOptions(options: DatabaseOptions): Options {
  return {
    clientUrl: options.url,
    entities: [...options.entities],
    extensions: [Migrator],
    migrations: {
      migrationsList: [...options.migrations],
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
