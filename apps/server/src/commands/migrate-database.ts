import type { Config } from '../config/config.ts'
import { print } from './print.ts'
import { withDatabase } from './with-database.ts'

/** `souk migrate` */
export async function migrateDatabase(config: Config): Promise<void> {
  await withDatabase(config, { migrate: true }, async () => {})
  print('The schema is up to date.')
}
