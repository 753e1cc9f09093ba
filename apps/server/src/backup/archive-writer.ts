import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pack } from 'tar-stream'
import type { BackupKey } from './backup-key.ts'
import { createEntryHash } from './entry-hash.ts'
import { DIGEST, type Digest } from './format.ts'
import { BackupRefused } from './refused.ts'

export interface ArchiveWriter {
  add(name: string, bytes: Buffer): Promise<void>
  addStream(name: string, size: number, stream: Readable): Promise<void>
  /** Closes with the digest, and gives the file its name. @returns its size in bytes */
  finish(key: BackupKey): Promise<number>
  /** Leaves nothing. */
  discard(): Promise<void>
}

/**
 * Writes an archive beside the place where it belongs, for nobody but its owner to read. It has its name
 * only once it is whole and on the disk itself.
 * @throws BackupRefused when there is something of that name
 */
export async function createArchive(path: string): Promise<ArchiveWriter> {
  if (await isThere(path)) throw new BackupRefused(`${path} is there already: name another file.`)
  const draft = `${path}.${randomBytes(4).toString('hex')}.partial`
  const file = await open(draft, 'wx', 0o600)
  const archive = pack()
  const written = writeAll(file, archive as AsyncIterable<Buffer>)
  written.catch(() => {}) // whoever adds next is told
  const hash = createEntryHash()

  /** Waits until the entry is taken, or the disk has refused. */
  const added = (work: Promise<unknown>) => Promise.race([work, written])
  const entry = (name: string, bytes: Buffer) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    archive.entry({ name, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()))
    return added(promise)
  }
  return {
    async add(name, bytes) {
      hash.begin(name, bytes.length)
      hash.add(bytes)
      await entry(name, bytes)
    },
    async addStream(name, size, stream) {
      hash.begin(name, size)
      const sink = archive.entry({ name, size, mode: 0o600 })
      await added(pipeline(stream, hashed(hash.add), sink))
    },
    async finish(key) {
      const sha256 = hash.hex()
      const digest: Digest = { sha256, seal: key.seal(sha256) }
      await entry(DIGEST, Buffer.from(JSON.stringify(digest)))
      archive.finalize()
      await written
      return await putInPlace(file, draft, path)
    },
    async discard() {
      archive.destroy()
      await written.catch(() => {})
      await file.close().catch(() => {})
      await rm(draft, { force: true })
    },
  }
}

/** Not by a stream of the file's own, which would keep it open. */
async function writeAll(file: FileHandle, source: AsyncIterable<Buffer>): Promise<void> {
  for await (const bytes of source) await file.appendFile(bytes)
}

function hashed(add: (bytes: Buffer) => void) {
  return async function* (source: AsyncIterable<Buffer>) {
    for await (const bytes of source) {
      add(bytes)
      yield bytes
    }
  }
}

async function putInPlace(file: FileHandle, draft: string, path: string): Promise<number> {
  await file.sync()
  const { size } = await file.stat()
  await file.close()
  await rename(draft, path)
  if (process.platform === 'win32') return size
  // The name is as safe as its folder is.
  const folder = await open(dirname(path))
  await folder.sync().finally(() => folder.close())
  return size
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
