import { join } from 'node:path'
import { entities, migrations } from '@souk/core'
import { connectDatabase, type Database, startEmbeddedPostgres } from '@souk/database'
import type { Config } from './config/config.ts'

export interface OpenDatabase {
  readonly database: Database
  /** Where the data is, for people. */
  readonly where: string
  /** Closes the connections, and stops the embedded server if nobody else uses it. */
  close(): Promise<void>
}

/** Opens the operator's database, or starts the embedded one, and brings its schema up to date. */
export async function openDatabase(
  config: Config,
  onProgress: (message: string) => void,
): Promise<OpenDatabase> {
  const embedded =
    config.DATABASE_URL === undefined
      ? await startEmbeddedPostgres({ dir: join(config.DATA_DIR, 'postgres'), onProgress })
      : undefined
  const url = embedded?.url ?? config.DATABASE_URL ?? ''
  try {
    const database = await connectDatabase({ url, entities, migrations })
    const close = async () => {
      await database.close()
      await embedded?.stop()
    }
    try {
      await database.migrate()
    } catch (error) {
      await database.close()
      throw error
    }
    return { database, where: embedded ? config.DATA_DIR : hostOf(url), close }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

function hostOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
