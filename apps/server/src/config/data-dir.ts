import { makeFolder } from '@souk/database'
import { ConfigError } from './config.ts'

/**
 * Makes the folder of what Souk keeps itself. Others may pass through, as the database's own user
 * must when root starts Souk.
 * @throws ConfigError where there can be none
 */
export async function makeDataDir(dataDir: string): Promise<void> {
  await makeFolder(dataDir, 0o755).catch((error) => {
    throw unusableDataDir(dataDir, error)
  })
}

/** What to tell an operator whose folder does not take what is to be kept there. */
export function unusableDataDir(dataDir: string, { message }: Error): ConfigError {
  return new ConfigError(
    `DATA_DIR: the folder ${dataDir} cannot be used: ${message}.\n` +
      '  Name one that Souk may make, and write in.',
  )
}
