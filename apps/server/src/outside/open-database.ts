import { join } from 'node:path'
import { schema } from '@souk/core'
import {
  connectDatabase,
  type Database,
  type EmbeddedPostgres,
  parseAddress,
  placeOf,
  startEmbeddedPostgres,
  statement,
} from '@souk/database'
import type { Config } from '../config/config.ts'
import { makeDataDir } from '../config/data-dir.ts'
import { explainDatabase } from './explain-database.ts'

export interface OpenOptions {
  /** Bring the schema up to date. */
  readonly migrate: boolean
  readonly onProgress: (message: string) => void
  /** Told where no Souk has been yet, before the first migration makes one. */
  readonly onNew?: (where: string) => void
  /** Told when the embedded server has gone and cannot be had back. */
  readonly onLost?: (error: Error) => void
  /** Milliseconds for which an answer of the database is waited for; 0 for as long as it takes. */
  readonly patience?: number
}

export interface OpenDatabase {
  readonly database: Database
  /** Where the data is, for people. */
  readonly where: string
  /** Closes the connections, and stops the embedded server if nobody else uses it. */
  close(): Promise<void>
}

/**
 * Opens the operator's database, or starts the embedded one.
 * @throws ConfigError that says what is wrong with the operator's, and what to do
 */
export async function openDatabase(config: Config, options: OpenOptions): Promise<OpenDatabase> {
  const embedded = config.DATABASE_URL ? undefined : await startEmbedded(config, options)
  const url = config.DATABASE_URL ?? embedded?.url ?? ''
  const where = embedded ? config.DATA_DIR : placeOf(parseAddress(url))
  const opened: { database?: Database } = {}
  const close = async () => {
    await opened.database?.close()
    await embedded?.stop()
  }
  try {
    const connections = config.DATABASE_POOL
    const database = await connectDatabase({ url, schema, connections, ...patienceOf(options) })
    opened.database = database
    if (options.migrate) {
      if (options.onNew && !(await isSouk(database))) options.onNew(where)
      await database.migrate()
      // One that has nothing to migrate may only let itself be read all the same.
      await database.tryWriting()
    }
    return { database, where, close }
  } catch (error) {
    await close()
    throw embedded ? error : explainDatabase(error, where)
  }
}

const selectSchema = statement<{ isThere: boolean }>(
  'schema-is-there',
  `select to_regclass('public.migrations') is not null as "isThere"`,
)

/** Whether a Souk has been in a database. */
export async function isSouk(database: Database): Promise<boolean> {
  const [schema] = await database.db().query(selectSchema, [])
  return schema?.isThere === true
}

const patienceOf = ({ patience }: OpenOptions) => (patience === undefined ? {} : { patience })

async function startEmbedded(
  { DATA_DIR }: Config,
  { onProgress, onLost }: OpenOptions,
): Promise<EmbeddedPostgres> {
  await makeDataDir(DATA_DIR)
  return startEmbeddedPostgres({
    dir: join(DATA_DIR, 'postgres'),
    onProgress,
    ...(onLost && { onLost }),
  })
}
