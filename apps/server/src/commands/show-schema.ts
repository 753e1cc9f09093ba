import { describe } from '@souk/database'
import { type Config, ConfigError } from '../config/config.ts'
import { print } from './print.ts'
import { withDatabase } from './with-database.ts'

/**
 * `souk schema <name>`: prints a function, view or table as it is in the database now.
 * @throws ConfigError when there is none of that name
 */
export async function showSchema(config: Config, name: string): Promise<void> {
  const sql = await withDatabase(config, { migrate: false }, ({ pool }) =>
    describe(async (text, values = []) => (await pool.query(text, [...values])).rows, name),
  )
  if (sql === undefined) throw new ConfigError(`There is no function, view or table ${name}.`)
  print(sql.trimEnd())
}
