import type { BlobStore } from '@souk/blobs'
import { keptFiles } from '@souk/core'
import type { Database, Snapshot, Table } from '@souk/database'
import { type ArchiveWriter, createArchive } from './archive-writer.ts'
import type { BackupKey } from './backup-key.ts'
import { CONTENTS, type Contents, FORMAT, fileName, HEAD, type Head, partName } from './format.ts'
import { partsOf } from './parts.ts'
import type { Progress } from './progress.ts'
import { BackupRefused } from './refused.ts'

export interface BackupSource {
  readonly database: Database
  /** Where files of messages are; undefined where they stay there. */
  readonly blobs: BlobStore | undefined
  readonly key: BackupKey
  readonly progress: Progress
  /** Ends it early; nothing is left of it then. */
  readonly signal?: AbortSignal | undefined
}

export interface Written extends Contents {
  /** The moment that it shows. */
  readonly at: Date
  /** Of the archive, in bytes. */
  readonly size: number
  /** Files that were gone from the store. */
  readonly missing: number
  /** Tables that are left out, since they are not Souk's. */
  readonly others: readonly string[]
}

/**
 * Writes everything as it is at this moment into a file, while others go on.
 * @throws BackupRefused with the reason, such as a file of that name
 */
export async function writeBackup(path: string, source: BackupSource): Promise<Written> {
  const archive = await createArchive(path)
  try {
    const inside = await source.database.snapshot((snapshot) => write(archive, snapshot, source))
    source.signal?.throwIfAborted()
    const size = await archive.finish(source.key)
    return { ...inside, size }
  } catch (error) {
    await archive.discard()
    throw error
  } finally {
    source.progress.end()
  }
}

async function write(archive: ArchiveWriter, snapshot: Snapshot, source: BackupSource) {
  const { blobs, key, progress } = source
  if (snapshot.unknown.length > 0) {
    const names = snapshot.unknown.join(', ')
    throw new BackupRefused(
      `A newer Souk has upgraded the database (${names}): back it up with that one.`,
    )
  }
  const head: Head = {
    souk: 'backup',
    format: FORMAT,
    createdAt: snapshot.at.toISOString(),
    server: snapshot.server,
    schema: { ...snapshot.schema, migrations: [...snapshot.schema.migrations] },
    files: blobs ? 'inside' : 'bucket',
    key: key.head,
  }
  await archive.add(HEAD, jsonOf(head))
  progress.begin(
    'Backing up',
    snapshot.tables.reduce((sum, { bytes }) => sum + bytes, 0),
  )
  // First, since whoever deletes a message now has its file removed from the store.
  const { files, missing } = await writeFiles(archive, snapshot, source)
  const tables: Contents['tables'] = []
  for (const table of snapshot.tables) {
    const rows = await writeRows(archive, snapshot, table, source)
    tables.push({ name: table.name, columns: [...table.columns], rows })
  }
  const contents: Contents = { tables, sequences: [...snapshot.sequences], files }
  await archive.add(CONTENTS, jsonOf(contents))
  return { ...contents, at: snapshot.at, missing, others: snapshot.others }
}

async function writeRows(
  archive: ArchiveWriter,
  snapshot: Snapshot,
  table: Table,
  { progress, signal }: BackupSource,
): Promise<number> {
  let [rows, parts, left] = [0, 0, table.bytes]
  for await (const part of partsOf(snapshot.rows(table))) {
    signal?.throwIfAborted()
    rows += part.rows
    parts += 1
    await archive.add(partName(table.name, parts), part.packed)
    // What a table takes on the disk is only about what is copied of it.
    const advanced = Math.min(left, part.bytes)
    progress.advance(advanced)
    left -= advanced
  }
  progress.advance(left)
  return rows
}

async function writeFiles(
  archive: ArchiveWriter,
  snapshot: Snapshot,
  { blobs, signal }: BackupSource,
): Promise<{ files: number; missing: number }> {
  let [files, missing] = [0, 0]
  // Souks of before had no files.
  const mayHave = snapshot.tables.some(({ name }) => name === 'public.attachments')
  if (!blobs || !mayHave) return { files, missing }
  for await (const id of keptFiles(snapshot)) {
    signal?.throwIfAborted()
    const blob = await blobs.get(id)
    if (blob) {
      await archive.addStream(fileName(id), blob.size, blob.stream)
      files += 1
    } else missing += 1
  }
  return { files, missing }
}

const jsonOf = (value: object) => Buffer.from(JSON.stringify(value))
