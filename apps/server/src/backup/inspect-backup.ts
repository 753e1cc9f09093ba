import { stat } from 'node:fs/promises'
import { type Entry, readArchive, readJson } from './archive-reader.ts'
import { type BackupKey, isEqual, openBackupKey } from './backup-key.ts'
import { createEntryHash } from './entry-hash.ts'
import { AnyHead, CONTENTS, Contents, DIGEST, Digest, FORMAT, HEAD, Head } from './format.ts'
import type { Progress } from './progress.ts'
import { BackupRefused } from './refused.ts'

/** A backup that is whole. */
export interface Inspected {
  readonly path: string
  /** In bytes. */
  readonly size: number
  readonly head: Head
  readonly contents: Contents
  readonly sha256: string
}

export interface Inspection {
  /** The migrations that this Souk knows, in their order, and the version of its functions. */
  readonly schema: Head['schema']
  /** This Souk's secret key; undefined where it may be another than the backup's. */
  readonly secret: Uint8Array | undefined
  readonly progress: Progress
}

/**
 * Reads a backup through, and finds out whether all of it is as it was written, by whom it says.
 * @throws BackupRefused when it cannot be restored, with the reason
 */
export async function inspectBackup(path: string, inspection: Inspection): Promise<Inspected> {
  const { progress } = inspection
  const size = await sizeOf(path)
  progress.begin('Checking', size)
  const hash = createEntryHash()
  const found: { head?: Head; key?: BackupKey | undefined; contents?: Contents; digest?: Digest } =
    {}
  for await (const entry of readArchive(path, hash, progress.advance)) {
    if (!found.head) {
      found.head = await readHead(path, entry, inspection.schema)
      found.key = openKey(path, found.head, inspection.secret)
      continue
    }
    if (found.digest) throw damaged(path)
    if (entry.name === CONTENTS) found.contents = await need(path, readJson(entry, Contents))
    if (entry.name === DIGEST) found.digest = await need(path, readJson(entry, Digest))
  }
  progress.end()
  const { head, key, contents, digest } = found
  if (!head) throw new BackupRefused(`${path} is no backup of Souk.`)
  if (!contents || !digest || !isEqual(digest.sha256, hash.hex())) throw damaged(path)
  if (key && !isEqual(key.seal(digest.sha256), digest.seal)) {
    throw new BackupRefused(`${path} was changed after it was made, by somebody without the key.`)
  }
  return { path, size, head, contents, sha256: digest.sha256 }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error) => {
    throw new BackupRefused(`${path} cannot be read: ${error.message}.`)
  })
  if (found.isFile()) return found.size
  throw new BackupRefused(`${path} is not a file.`)
}

async function readHead(path: string, entry: Entry, known: Head['schema']): Promise<Head> {
  const foreign = () => new BackupRefused(`${path} is no backup of Souk.`)
  if (entry.name !== HEAD) throw foreign()
  const json = await readJson(entry, AnyHead.loose())
  if (!json) throw foreign()
  if (json.format > FORMAT) throw newer(path, `its format is ${json.format}`)
  const head = Head.safeParse(json).data
  if (!head) throw damaged(path)
  refuseSchema(path, head.schema, known)
  return head
}

/** What this Souk would not know how to build. */
function refuseSchema(path: string, { migrations, sql }: Head['schema'], known: Head['schema']) {
  const unknown = migrations.filter((name) => !known.migrations.includes(name))
  if (unknown.length > 0) throw newer(path, `it has ${unknown.join(', ')}`)
  if (sql > known.sql) throw newer(path, `its functions are of version ${sql}`)
  const skipped = known.migrations.slice(0, migrations.length)
  if (migrations.some((name, i) => name !== skipped[i])) {
    throw new BackupRefused(
      `${path} is of a database whose upgrades came in another order than those of this Souk.\n` +
        'Restore it with the version that made it.',
    )
  }
}

function openKey(path: string, head: Head, secret: Uint8Array | undefined) {
  if (secret === undefined) return undefined
  const key = openBackupKey(secret, head.key)
  if (key) return key
  throw new BackupRefused(
    `${path} was made under another secret key, and what is sealed by it could not be read.\n` +
      'Give this Souk that key (SECRET_KEY, or the file secret-key in DATA_DIR). If it is lost, ' +
      '--new-key\nrestores everything else: everybody signs in again, authenticator apps and ' +
      'secrets of webhooks\nare set up anew.',
  )
}

function newer(path: string, why: string): BackupRefused {
  return new BackupRefused(`${path} was made by a newer Souk (${why}): restore it with that one.`)
}

function damaged(path: string): BackupRefused {
  return new BackupRefused(`${path} is damaged, or was cut off: its checksum is another.`)
}

async function need<T>(path: string, found: Promise<T | undefined>): Promise<T> {
  const value = await found
  if (value === undefined) throw damaged(path)
  return value
}
