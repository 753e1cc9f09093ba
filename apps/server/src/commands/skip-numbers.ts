import { LEAP } from '../backup/leap.ts'
import type { Config } from '../config/config.ts'
import { print } from './print.ts'
import { withDatabase } from './with-database.ts'

/** `souk skip-numbers`: for a database that PostgreSQL's own means have set back, as `souk restore` does by itself. */
export async function skipNumbers(config: Config): Promise<void> {
  await withDatabase(config, { migrate: true }, (database) => database.passOver(LEAP))
  print(`Numbers go on ${LEAP.toLocaleString('en')} higher.`)
}
