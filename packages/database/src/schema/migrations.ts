import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { sqlFiles, type Texts } from './schema.ts'

/** A step from one form of the tables to the next. Once released, it is never edited. */
export interface Migration {
  readonly name: string
  sql(): Promise<string>
}

/** The migrations of all folders in the order of their names, whichever folder they are in. */
export async function readMigrations(
  folders: readonly URL[],
  texts: Texts = {},
): Promise<Migration[]> {
  const files = (await Promise.all(folders.map(sqlFiles))).flat()
  const migrations = files.map((file) => ({
    name: `Migration${basename(file.pathname, '.sql')}`,
    sql: async () => filledIn(await readFile(file, 'utf8'), texts),
  }))
  return migrations.sort((a, b) => (a.name < b.name ? -1 : 1))
}

const OPEN = /\/\*\{(.+?)\}\*\//

async function filledIn(sql: string, texts: Texts): Promise<string> {
  const name = OPEN.exec(sql)?.[1]
  if (name === undefined) return sql
  const text = await texts[name]?.()
  if (text === undefined) throw new Error(`nobody gives the text for ${name}`)
  return sql.replace(OPEN, () => text)
}
