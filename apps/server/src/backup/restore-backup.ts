import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { BlobStore } from '@souk/blobs'
import type { Database, Load } from '@souk/database'
import { type Entry, readArchive } from './archive-reader.ts'
import { createEntryHash } from './entry-hash.ts'
import { type Contents, kindOf } from './format.ts'
import type { Inspected } from './inspect-backup.ts'
import { unpack } from './parts.ts'
import type { Progress } from './progress.ts'
import { BackupRefused } from './refused.ts'

export interface RestoreTarget {
  /** An empty one. */
  readonly database: Database
  readonly blobs: BlobStore
  /** A folder where files may pass through. */
  readonly spool: string
  /** Numbers that are passed over, since they may have been given out after the backup. */
  readonly leap: number
  readonly progress: Progress
  readonly signal?: AbortSignal | undefined
}

/**
 * Fills an empty database with a backup that was inspected: all of it, or nothing. Files of messages that
 * are put into the store meanwhile do no harm there.
 * @throws BackupRefused
 * @throws RebuildRefused
 */
export async function restoreBackup(backup: Inspected, target: RestoreTarget): Promise<void> {
  const { head, contents, size } = backup
  const { tables, sequences } = contents
  const { database, leap, progress } = target
  progress.begin('Restoring', size)
  try {
    await database.rebuild({
      schema: head.schema,
      tables,
      sequences,
      leap,
      fill: (load) => fill(load, backup, target),
      signal: target.signal,
    })
  } finally {
    progress.end()
  }
}

async function fill(
  load: Load,
  { path, contents, sha256 }: Inspected,
  target: RestoreTarget,
): Promise<void> {
  const tables = new Map(contents.tables.map((table) => [table.name, table]))
  const rows = new Map<string, number>()
  let files = 0
  const hash = createEntryHash()
  for await (const entry of readArchive(path, hash, target.progress.advance)) {
    target.signal?.throwIfAborted()
    const what = kindOf(entry.name)
    if (what.kind === 'file') {
      await keep(what.id, entry, target)
      files += 1
    }
    const table = what.kind === 'rows' ? tables.get(what.table) : undefined
    if (!table) continue
    const loaded = await load(table, await unpack(await buffer(entry.bytes())))
    rows.set(table.name, (rows.get(table.name) ?? 0) + loaded)
  }
  // It may have been changed since it was inspected.
  const isWhole = hash.hex() === sha256 && files === contents.files
  if (!isWhole || !isComplete(contents, rows)) {
    throw new BackupRefused(`${path} is not what it was when it was checked: nothing is restored.`)
  }
}

const isComplete = ({ tables }: Contents, loaded: ReadonlyMap<string, number>) =>
  tables.every(({ name, rows }) => (loaded.get(name) ?? 0) === rows)

/** Puts a file where files of messages are kept. */
async function keep(id: string, entry: Entry, { blobs, spool }: RestoreTarget): Promise<void> {
  await mkdir(spool, { recursive: true, mode: 0o700 })
  const path = join(spool, randomUUID())
  const hash = createHash('sha256')
  try {
    const hashed = async function* (source: AsyncIterable<Buffer>) {
      for await (const bytes of source) {
        hash.update(bytes)
        yield bytes
      }
    }
    await pipeline(entry.bytes(), hashed, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    await blobs.put(id, { path, size: entry.size, sha256: hash.digest('hex') })
  } finally {
    await rm(path, { force: true })
  }
}
