import { readdir } from 'node:fs/promises'
import type { EntitySchema } from '@mikro-orm/postgresql'

/** What a database is made of. */
export interface Schema {
  readonly entities: readonly EntitySchema[]
  /** Folders of frozen migrations: tables, and what tables need. */
  readonly migrations: readonly URL[]
  /** What migrations leave open, as a name in braces within a comment: another library's text. */
  readonly texts?: Texts
  readonly current: CurrentSql
  /** Tables whose rows are what Souk knows, and go into a backup: `ledger.*` is all that migrations make there. */
  readonly kept?: readonly string[]
}

export type Texts = Readonly<Record<string, () => Promise<string>>>

/** The functions and views as they are to be now. */
export interface CurrentSql {
  /** To be raised with every change of a text: the greatest number that ever ran on a database wins. */
  readonly version: number
  readonly folders: readonly URL[]
}

/** The `.sql` files of a folder, in the order of their names. */
export async function sqlFiles(folder: URL): Promise<URL[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => new URL(name, folder))
}
