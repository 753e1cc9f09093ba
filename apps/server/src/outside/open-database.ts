import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { schema } from '@souk/core'
import {
  connectDatabase,
  type Database,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '@souk/database'
import type { Config } from '../config/config.ts'

export interface OpenOptions {
  /** Bring the schema up to date. */
  readonly migrate: boolean
  readonly onProgress: (message: string) => void
}

export interface OpenDatabase {
  readonly database: Database
  /** Where the data is, for people. */
  readonly where: string
  /** Closes the connections, and stops the embedded server if nobody else uses it. */
  close(): Promise<void>
}

/** Opens the operator's database, or starts the embedded one. */
export async function openDatabase(config: Config, options: OpenOptions): Promise<OpenDatabase> {
  const embedded = config.DATABASE_URL ? undefined : await startEmbedded(config, options)
  const url = config.DATABASE_URL ?? embedded?.url ?? ''
  const opened: { database?: Database } = {}
  const close = async () => {
    await opened.database?.close()
    await embedded?.stop()
  }
  try {
    const database = await connectDatabase({ url, schema })
    opened.database = database
    if (options.migrate) await database.migrate()
    return { database, where: embedded ? config.DATA_DIR : hostOf(url), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function startEmbedded(
  { DATA_DIR }: Config,
  { onProgress }: OpenOptions,
): Promise<EmbeddedPostgres> {
  // Others may pass through, as the database's own user must when root starts Souk.
  await mkdir(DATA_DIR, { recursive: true, mode: 0o755 })
  return startEmbeddedPostgres({ dir: join(DATA_DIR, 'postgres'), onProgress })
}

function hostOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
