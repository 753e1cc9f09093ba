import { type Database, isUnavailable } from '@souk/database'
import { type Config, ConfigError } from '../config/config.ts'
import { deepest } from '../outside/explain-database.ts'
import { isSouk, type OpenOptions, openDatabase } from '../outside/open-database.ts'
import { printError } from './print.ts'

/**
 * Opens the database for one command: beside a running Souk, or by starting the embedded one.
 * @param options whether it is brought up to date, or is yet to be filled
 * @throws ConfigError when it is to be taken as it is, and no Souk has been there yet
 */
export async function withDatabase<T>(
  config: Config,
  { migrate, isEmpty = false }: Pick<OpenOptions, 'migrate'> & { readonly isEmpty?: boolean },
  work: (database: Database, where: string) => Promise<T>,
): Promise<T> {
  const { database, where, close } = await openDatabase(config, {
    migrate,
    onProgress: printError,
    // Whoever meant the one that serves has forgotten its settings.
    onNew: (place) => printError(`There is no Souk in ${place} yet: this begins one.`),
    patience: 0, // whoever typed the command can end it
  })
  try {
    if (!migrate && !isEmpty) await refuseEmpty(database, where)
    return await work(database, where)
  } catch (error) {
    // Its disk, its rights, its end: nothing that a stack would explain.
    if (!isUnavailable(error)) throw error
    throw new ConfigError(
      `There is no going on with the database at ${where}: ${deepest(error).message}.`,
    )
  } finally {
    await close()
  }
}

async function refuseEmpty(database: Database, where: string): Promise<void> {
  if (await isSouk(database)) return
  throw new ConfigError(
    `There is nothing in ${where} yet.\nStart Souk, or run \`souk migrate\`, and try again.`,
  )
}
