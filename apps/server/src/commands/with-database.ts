import type { Database } from '@souk/database'
import type { Config } from '../config/config.ts'
import { type OpenOptions, openDatabase } from '../outside/open-database.ts'
import { printError } from './print.ts'

/** Opens the database for one command: beside a running Souk, or by starting the embedded one. */
export async function withDatabase<T>(
  config: Config,
  options: Pick<OpenOptions, 'migrate'>,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { database, close } = await openDatabase(config, {
    ...options,
    onProgress: printError,
    patience: 0, // whoever typed the command can end it
  })
  try {
    return await work(database)
  } finally {
    await close()
  }
}
