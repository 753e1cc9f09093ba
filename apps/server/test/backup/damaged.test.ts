import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { recordings, restore } from '@souk/core/testing/recordings.ts'
import { createTestDatabase, onServer, type TestDatabase } from '@souk/database/testing'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readArchive } from '../../src/backup/archive-reader.ts'
import { createArchive } from '../../src/backup/archive-writer.ts'
import { newBackupKey, openBackupKey } from '../../src/backup/backup-key.ts'
import { BackupRefused } from '../../src/backup/refused.ts'
import { restoreBackup } from '../../src/backup/restore-backup.ts'
import { backUp, inspect, newFolder, SECRET, withDatabase } from '../../src/testing/backups.ts'

// What is not as it was written, or not ours, or not for this Souk, is refused in words.

let folder: Awaited<ReturnType<typeof newFolder>>
let source: TestDatabase
let good: string
let entries: { name: string; body: Buffer; at: number }[]
beforeAll(async () => {
  folder = await newFolder()
  good = join(folder.dir, 'good')
  const recording = recordings().at(-1)
  if (!recording) throw new Error('nothing is recorded')
  source = await restore(recording)
  await backUp(source.url, good)
  entries = await entriesOf(good)
}, 60_000)
afterAll(async () => {
  await source.drop()
  await folder.remove()
})

async function entriesOf(path: string) {
  const [found, whole] = [[] as typeof entries, await readFile(path)]
  let from = 0
  for await (const entry of readArchive(path)) {
    const chunks: Buffer[] = []
    for await (const bytes of entry.bytes()) chunks.push(bytes)
    const body = Buffer.concat(chunks)
    const at = whole.indexOf(body, from)
    found.push({ name: entry.name, body, at })
    from = at + body.length
  }
  return found
}

let copies = 0
async function changed(change: (bytes: Buffer) => Buffer | undefined): Promise<string> {
  copies += 1
  const path = join(folder.dir, `changed-${copies}`)
  const bytes = await readFile(good)
  await writeFile(path, change(bytes) ?? bytes)
  return path
}

const refusal = (path: string, secret?: Uint8Array) =>
  inspect(path, secret).then(
    () => 'taken',
    (error) => (error instanceof BackupRefused ? error.message.replaceAll(path, 'FILE') : error),
  )

test('a good one is taken', async () => {
  expect(await refusal(good)).toBe('taken')
})

test('one bit in any entry is enough, at its beginning, in its middle and at its end', async () => {
  expect(entries.length).toBeGreaterThan(40)
  const taken: string[] = []
  for (const { name, body, at } of entries) {
    for (const offset of new Set([0, body.length >> 1, body.length - 1])) {
      const path = await changed((bytes) => void flip(bytes, at + offset))
      if (!/damaged|newer|no backup|changed|another secret/.test(String(await refusal(path)))) {
        taken.push(`${name} ${offset}`)
      }
    }
  }
  expect(taken).toEqual([])
})

function flip(bytes: Buffer, at: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ 1
}

test('one bit in the name or the size of any entry is enough', async () => {
  const taken: string[] = []
  for (const { name, at } of entries) {
    for (const place of [at - 512, at - 512 + 130]) {
      const path = await changed((bytes) => void flip(bytes, place))
      if (!/damaged|no backup/.test(String(await refusal(path))))
        taken.push(`${name} ${place - at}`)
    }
  }
  expect(taken).toEqual([])
})

test('one that is cut off is refused, wherever that is', async () => {
  const { length } = await readFile(good)
  for (const left of [0, 1, 511, 512, 513, length >> 2, length >> 1, length - 1537]) {
    copies += 1
    const path = join(folder.dir, `cut-${copies}`)
    await copyFile(good, path)
    await truncate(path, left)
    expect(await refusal(path), `${left} bytes`).toMatch(/damaged|is no backup of Souk/)
  }
})

test('an entry that is missing, twice or in another place is noticed', async () => {
  const [head, one, two, ...rest] = entries
  if (!head || !one || !two) throw new Error('it is empty')
  for (const order of [
    [head, two, ...rest],
    [head, one, one, two, ...rest],
    [head, two, one, ...rest],
    [head, one, two, ...rest.slice(0, -1)],
    [head, one, two, ...rest, two],
  ]) {
    const archive = pack()
    for (const { name, body } of order) archive.entry({ name }, body)
    archive.finalize()
    const path = await changed(() => undefined)
    await writeFile(path, archive as AsyncIterable<Buffer>)
    expect(await refusal(path)).toMatch('is damaged')
  }
})

test.each([
  ['a text', async () => Buffer.from('-- a dump\n'.repeat(500))],
  ['zeroes', async () => Buffer.alloc(5000)],
  ['itself, packed once more', async () => promisify(gzip)(await readFile(good))],
])('%s is none', async (_what, bytes) => {
  const path = await changed(() => undefined)
  await writeFile(path, await bytes())
  expect(await refusal(path)).toMatch('is no backup of Souk')
})

test('an archive of something else, a folder and nothing at all are none', async () => {
  const archive = pack()
  archive.entry({ name: 'readme.txt' }, 'hello')
  archive.finalize()
  const path = await changed(() => undefined)
  await writeFile(path, archive as AsyncIterable<Buffer>)
  expect(await refusal(path)).toBe('FILE is no backup of Souk.')
  expect(await refusal(folder.dir)).toBe('FILE is not a file.')
  expect(await refusal(join(folder.dir, 'nobody'))).toMatch(/^FILE cannot be read: ENOENT/)
})

/** Writes a backup anew, with another head, as somebody who has the key can. */
async function rewritten(change: (head: Record<string, unknown>) => object): Promise<string> {
  copies += 1
  const path = join(folder.dir, `rewritten-${copies}`)
  const archive = await createArchive(path)
  const [first, ...rest] = entries
  const head = JSON.parse(String(first?.body))
  await archive.add('souk-backup.json', Buffer.from(JSON.stringify(change(head))))
  for (const { name, body } of rest.slice(0, -1)) await archive.add(name, body)
  await archive.finish(openBackupKey(SECRET, head.key) ?? newBackupKey(SECRET))
  return path
}

test('one of a newer Souk is refused by its format, its migrations and its functions', async () => {
  expect(await refusal(await rewritten((head) => head))).toBe('taken')
  const newer = /^FILE was made by a newer Souk \((.*)\): restore it with that one\.$/
  const why = async (change: Parameters<typeof rewritten>[0]) =>
    newer.exec(String(await refusal(await rewritten(change))))?.[1]
  expect(await why((head) => ({ ...head, format: 2, key: 'other' }))).toBe('its format is 2')
  const withSchema = (more: object) => (head: Record<string, unknown>) => {
    const schema = head.schema as object
    return { ...head, schema: { ...schema, ...more } }
  }
  expect(await why(withSchema({ sql: 9999 }))).toBe('its functions are of version 9999')
  const migrations = [...JSON.parse(String(entries[0]?.body)).schema.migrations, 'Migration3000']
  expect(await why(withSchema({ migrations }))).toBe('it has Migration3000')
  const skipped = withSchema({ migrations: migrations.slice(1, -1) })
  expect(await refusal(await rewritten(skipped))).toMatch('in another order')
})

test('another secret key is noticed before anything else, and can be done without', async () => {
  const other = new TextEncoder().encode('another secret, of thirty-two characters')
  expect(await refusal(good, other)).toMatch(
    /made under another secret key.*SECRET_KEY.*--new-key/s,
  )
  await inspectWithoutKey(good)
})

/** An argument that is undefined would be the default. */
async function inspectWithoutKey(path: string) {
  const { inspectBackup } = await import('../../src/backup/inspect-backup.ts')
  const head = JSON.parse(String(entries[0]?.body))
  const silent = { begin() {}, advance() {}, end() {} }
  return inspectBackup(path, { schema: head.schema, secret: undefined, progress: silent })
}

test('what somebody else has changed, checksum and all, is not what we sealed', async () => {
  copies += 1
  const path = join(folder.dir, `forged-${copies}`)
  const archive = await createArchive(path)
  for (const { name, body } of entries.slice(0, -1)) {
    const isUsers = name.startsWith('data/public.users/')
    await archive.add(name, isUsers ? Buffer.concat([body, Buffer.alloc(1)]) : body)
  }
  await archive.finish(newBackupKey(new TextEncoder().encode('whatever they think the key may be')))
  expect(await refusal(path)).toMatch('was changed after it was made')
})

test('one that changes between being checked and being restored leaves the database empty', async () => {
  const path = await changed(() => undefined)
  const backup = await inspect(path)
  const target = await createTestDatabase('template0')
  const rest = { spool: folder.dir, leap: 0, progress: { begin() {}, advance() {}, end() {} } }
  try {
    // What comes last: all rows have been loaded by then.
    const bytes = await readFile(good)
    flip(bytes, (entries.at(-2)?.at ?? 0) + 20)
    await writeFile(path, bytes)
    const restoring = withDatabase(target.url, (database) =>
      restoreBackup(backup, { ...rest, database, blobs: undefined as never }),
    )
    await expect(restoring).rejects.toThrow('is not what it was')
    const left = await onServer(target.url, (run) => run('select from pg_class where oid > 16384'))
    expect(left).toEqual([])
  } finally {
    await target.drop()
  }
})
