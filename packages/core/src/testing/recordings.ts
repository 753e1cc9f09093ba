import { readdirSync, readFileSync } from 'node:fs'
import { connectDatabase } from '@souk/database'
import { createTestDatabase, onServer, type TestDatabase } from '@souk/database/testing'
import { schema } from '../domains.ts'

const FOLDER = new URL('../../test/upgrades/', import.meta.url)

/** A database as an older Souk left it, in the middle of its life (`pnpm upgrades:record`). */
export interface Recording {
  readonly name: string
  /** The newest migration it had. */
  readonly migration: string
  /** When that Souk was stopped. */
  readonly at: Date
  /** What its people know and the database has only digests of: a token, a backup code. */
  readonly known: Readonly<Record<string, string>>
  readonly sql: string
}

/** Every version that was recorded and had this migration, oldest first. */
export function recordings(since = ''): Recording[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.sql'))
  const read = files.sort().map((file) => {
    const sql = readFileSync(new URL(file, FOLDER), 'utf8')
    const header = (field: string) => new RegExp(`^-- ${field}: (.+)$`, 'm').exec(sql)?.[1] ?? ''
    return {
      name: header('name'),
      migration: header('migration'),
      at: new Date(header('at')),
      known: JSON.parse(header('known') || '{}'),
      sql,
    }
  })
  return read.filter(({ migration }) => migration >= since)
}

/** Makes the database of a recording: the schema as it was then, with what was in it. */
export async function restore({ migration, sql }: Recording): Promise<TestDatabase> {
  const target = await createTestDatabase('template0')
  await migrateUpTo(migration, target.url)
  await onServer(target.url, (run) => run(sql))
  return target
}

async function migrateUpTo(last: string, url: string): Promise<void> {
  const database = await connectDatabase({ url, schema })
  const applied = await database.migrate({ to: last })
  await database.close()
  if (applied.at(-1) !== last) throw new Error(`there is no migration ${last}`)
}
