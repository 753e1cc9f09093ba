import { Migrator } from '@mikro-orm/migrations'
import { createPostgreSqlTypeParsers, MikroORM, type Options } from '@mikro-orm/postgresql'
import { PostgresDialect } from 'kysely'
import { type Pool, types } from 'pg'
import { type Rebuild, rebuild } from './backup/rebuild.ts'
import { inSnapshot, type Snapshot } from './backup/snapshot.ts'
import { keptOf, passOver, readTables } from './backup/tables.ts'
import { parseAddress } from './connection/address.ts'
import { inspect } from './connection/inspect.ts'
import { openPool } from './connection/open-pool.ts'
import { sharesOf } from './connection/shares.ts'
import { tryWriting } from './connection/try-writing.ts'
import type { WatchedClient } from './connection/watched-client.ts'
import { withPatience } from './connection/with-patience.ts'
import { createDb, type Db } from './database.ts'
import { migrate, type OpenMigrator, toMikroOrm } from './schema/migrate.ts'
import { type Migration, readMigrations } from './schema/migrations.ts'
import type { Schema } from './schema/schema.ts'

export interface DatabaseOptions {
  /** The address, as libpq knows it: `postgres://user:password@host:5432/database?sslmode=require`. */
  readonly url: string
  /** What the database is made of; without it, it is taken as it is. */
  readonly schema?: Schema
  /** Most connections at a time, of all pools together; by default 20, and at least 4. */
  readonly connections?: number
  readonly applicationName?: string
  /**
   * Milliseconds for which an answer is waited for; 0 for as long as it takes. By default somewhat
   * more than what PostgreSQL itself allows a statement.
   */
  readonly patience?: number
}

/** An open connection pool with everything that hangs on it. */
export interface Database {
  /** A fresh `Db`, for one request or one job. */
  db(): Db
  /** Connections that no crowd of requests can take: for what every request begins with. */
  reserve(): Pick<Db, 'query'>
  /**
   * Brings the schema up to date; or only its tables, and only to how they were after a migration.
   * @returns the names of the migrations that were applied
   */
  migrate(only?: { readonly to: string }): Promise<string[]>
  /** Reads everything as it was at one moment, while others go on. */
  snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>
  /**
   * Fills an empty database, wholly or not at all.
   * @throws RebuildRefused with the reason, for people
   */
  rebuild(wanted: Rebuild): Promise<void>
  /** Has all numbers go on so much higher than any that was given out. */
  passOver(many: number): Promise<void>
  /** Finds out whether something can be written: not on a standby, nor on a full disk. */
  tryWriting(): Promise<void>
  readonly pool: Pool
  /**
   * A small second pool, for short statements of callers that may already hold a connection of the
   * first: waiting there for another one could block everybody.
   */
  readonly sidePool: Pool
  close(): Promise<void>
}

/** The server gives up a statement after 15 seconds, and says so; a silent line never does. */
const PATIENCE = 18_000

/** Of all pools together. */
const CONNECTIONS = 20

const EMPTY: Schema = { entities: [], migrations: [], current: { version: 0, folders: [] } }

/** What a schema that says nothing of it keeps. */
const KEPT = ['public.*']

/** The database's own migrations, which every schema has. */
const OWN = new URL('../migrations/', import.meta.url)

/** Every migration of a schema, in the order in which they are applied. */
export function migrationsOf({ migrations, texts }: Schema): Promise<Migration[]> {
  return readMigrations([OWN, ...migrations], texts)
}

/**
 * Opens the pool that MikroORM and the prepared statements share.
 * @throws UnusableDatabase when Souk cannot live in that database, with the reason
 */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const { schema = EMPTY, applicationName = 'souk' } = options
  const patience = { answer: options.patience ?? PATIENCE }
  const common = {
    address: parseAddress(options.url),
    applicationName,
    patience,
    idle: new Set<WatchedClient>(),
  }
  const shares = sharesOf(options.connections ?? CONNECTIONS)
  const main = openPool({ ...common, max: shares.main, types: asText() })
  // One connection each is kept: where there are few, the main pool would soon have them all.
  const side = openPool({ ...common, max: shares.side, min: 1 })
  const reserve = openPool({ ...common, max: shares.reserve, min: 1, types: asText() })
  const close = async () => {
    await Promise.all([main, side, reserve].map((pool) => pool.close()))
  }
  try {
    const dbName = await inspect(main.pool, side.pool)
    await reserve.pool.query('select 1')
    const migrations = await migrationsOf(schema)
    const orm = await MikroORM.init({ dbName, ...ormOptions(main.pool, schema, migrations) })
    const { current, kept = KEPT } = schema
    const openMigrator: OpenMigrator = (lent) => {
      const pool = { connect: async () => lent, options: main.pool.options } as Pool
      return MikroORM.init({ dbName, ...ormOptions(pool, { ...schema, entities: [] }, migrations) })
    }
    return {
      db: () => createDb(orm, main.pool),
      reserve: () => createDb(orm, reserve.pool),
      async migrate(only) {
        const { answer } = patience
        patience.answer = 0 // an upgrade may take its time
        try {
          return await migrate(main.pool, openMigrator, current, only)
        } finally {
          patience.answer = answer
        }
      },
      async snapshot(work) {
        return inSnapshot(main.pool, await keptOf(kept, migrations), work)
      },
      async rebuild(wanted) {
        const tables = await keptOf(kept, migrations)
        return rebuild({ pool: main.pool, kept: tables, current, openMigrator }, wanted)
      },
      passOver: (many) =>
        withPatience(main.pool, async (client) => {
          const { tables } = await readTables(client, await keptOf(kept, migrations))
          await passOver(client, tables, many)
        }),
      tryWriting: () => tryWriting(reserve.pool),
      pool: main.pool,
      sidePool: side.pool,
      async close() {
        await orm.close(true)
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

const INT8 = 20
const TEXT_ARRAY: number = 1009

/** How MikroORM wants values: moments as PostgreSQL writes them. */
function asText() {
  const parsers = createPostgreSqlTypeParsers((text) => types.getTypeParser(TEXT_ARRAY)(text))
  // Ids are far below 2^53; as numbers they need no conversion anywhere else.
  const ours = new Map<number, (text: string) => unknown>([
    ...Object.entries(parsers).map(([oid, parser]) => [Number(oid), parser] as const),
    [INT8, Number],
  ])
  return {
    getTypeParser: ((oid: number, format) =>
      (format !== 'binary' && ours.get(oid)) ||
      types.getTypeParser(oid, format)) as typeof types.getTypeParser,
  }
}

/** The connections of MikroORM are ours, and so are their settings. */
function ormOptions(pool: Pool, { entities }: Schema, migrations: readonly Migration[]): Options {
  const lent = { connect: () => pool.connect(), end: async () => {}, options: pool.options }
  return {
    driverOptions: () => new PostgresDialect({ pool: lent }),
    entities: [...entities],
    extensions: [Migrator],
    migrations: {
      migrationsList: migrations.map(toMikroOrm),
      snapshot: false,
      tableName: 'migrations',
      disableForeignKeys: false,
    },
    forceUtcTimezone: true,
    discovery: { warnWhenNoEntities: false },
    logger: () => {},
  }
}
