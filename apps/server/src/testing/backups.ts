import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDiskStore } from '@souk/blobs'
import { schema } from '@souk/core'
import { connectDatabase, type Database, migrationsOf, type Snapshot } from '@souk/database'
import { newBackupKey } from '../backup/backup-key.ts'
import { inspectBackup } from '../backup/inspect-backup.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { type Written, writeBackup } from '../backup/write-backup.ts'
import { TEST_SECRET } from './test-souk.ts'

export const SECRET = new TextEncoder().encode(TEST_SECRET)

const silent = { begin() {}, advance() {}, end() {} }

/** How many rows a table has, and what they come to. */
export type Sums = Readonly<Record<string, string>>

/** Every row of every table, as one number a table. */
export async function sumsOf({ query, tables }: Pick<Snapshot, 'query' | 'tables'>): Promise<Sums> {
  const sums: Record<string, string> = {}
  for (const { name, columns } of tables) {
    const text = `select count(*) || ' ' || coalesce(md5(string_agg(md5(row::text), '' order by md5(row::text))), '')
                    as sum from (select ${columns.toSorted().join(', ')} from ${name}) row`
    const [found] = await query<{ sum: string }>({ name: '', text }, [])
    sums[name] = found?.sum ?? ''
  }
  return sums
}

export interface BackupOptions {
  readonly dataDir?: string
  readonly leap?: number
  readonly signal?: AbortSignal
}

/** Makes a backup. @returns what was in the database at its moment, too */
export async function backUp(
  databaseUrl: string,
  path: string,
  { dataDir = '/nowhere', signal }: BackupOptions = {},
): Promise<Written & { readonly sums: Sums }> {
  return withDatabase(databaseUrl, async (database) => {
    let sums: Sums = {}
    const watched: Database = {
      ...database,
      snapshot: (work) =>
        database.snapshot(async (snapshot) => {
          const result = await work(snapshot)
          sums = await sumsOf(snapshot)
          return result
        }),
    }
    const blobs = createDiskStore(join(dataDir, 'blobs'))
    const key = newBackupKey(SECRET)
    const source = { database: watched, blobs, key, progress: silent, signal }
    const written = await writeBackup(path, source)
    return { ...written, sums }
  })
}

let known: ReturnType<typeof migrationsOf> | undefined

/** Checks a backup as `souk restore` does. */
export async function inspect(path: string, secret: Uint8Array | undefined = SECRET) {
  known ??= migrationsOf(schema)
  const migrations = (await known).map(({ name }) => name)
  const own = { migrations, sql: schema.current.version }
  return inspectBackup(path, { schema: own, secret, progress: silent })
}

/** Restores a backup. @returns what is in the database then */
export async function restoreInto(
  databaseUrl: string,
  path: string,
  { dataDir = '/nowhere', leap = 0, signal }: BackupOptions = {},
): Promise<Sums> {
  const backup = await inspect(path)
  return withDatabase(databaseUrl, async (database) => {
    const blobs = createDiskStore(join(dataDir, 'blobs'))
    const spool = join(dataDir, 'incoming')
    await restoreBackup(backup, { database, blobs, spool, leap, progress: silent, signal })
    return database.snapshot(sumsOf)
  })
}

export async function withDatabase<T>(
  url: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await connectDatabase({ url, schema, connections: 4, patience: 0 })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** A folder for backups. */
export async function newFolder() {
  const dir = await mkdtemp(join(tmpdir(), 'souk-backup-'))
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}
