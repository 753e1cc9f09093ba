import { randomBytes } from 'node:crypto'
import { type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises'
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
  if (path === '' || path === '-') throw new BackupRefused('A backup goes into a file: name one.')
  if (await isThere(path)) throw taken(path)
  const draft = `${path}.${randomBytes(4).toString('hex')}.partial`
  const file = await open(draft, 'wx', 0o600).catch(refuse(path))
  const archive = pack()
  const written = writeAll(file, archive as AsyncIterable<Buffer>, path)
  written.catch(() => {}) // whoever adds next is told
  const hash = createEntryHash()

  /** Waits until the entry is taken. @throws BackupRefused when the disk does not take it */
  async function added(add: () => Promise<unknown>): Promise<void> {
    try {
      await Promise.race([add(), written])
    } catch (error) {
      // Of an archive that ended because the disk refused, only that is worth telling.
      archive.destroy()
      await written.catch((why) => {
        if (why instanceof BackupRefused) throw why
      })
      throw error
    }
  }
  const entry = (name: string, bytes: Buffer) =>
    added(async () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      archive.entry({ name, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()))
      await promise
    })
  return {
    async add(name, bytes) {
      hash.begin(name, bytes.length)
      hash.add(bytes)
      await entry(name, bytes)
    },
    async addStream(name, size, stream) {
      hash.begin(name, size)
      await added(async () => {
        const sink = archive.entry({ name, size, mode: 0o600 })
        await pipeline(stream, hashed(hash.add), sink)
      })
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
async function writeAll(
  file: FileHandle,
  source: AsyncIterable<Buffer>,
  path: string,
): Promise<void> {
  for await (const bytes of source) await file.appendFile(bytes).catch(refuse(path))
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
  await file.sync().catch(refuse(path))
  const { size } = await file.stat()
  await file.close()
  await giveName(draft, path)
  if (process.platform === 'win32') return size
  // The name is as safe as its folder is.
  const folder = await open(dirname(path))
  await folder.sync().finally(() => folder.close())
  return size
}

/** A link takes no name that somebody else has meanwhile taken; a file system without links only looks before. */
async function giveName(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || (await isThere(path))) throw taken(path)
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) refuse(path)(error as Error)
    await rename(draft, path)
  }
  await rm(draft, { force: true })
}

const taken = (path: string) => new BackupRefused(`${path} is there already: name another file.`)

function refuse(path: string) {
  return ({ message }: Error): never => {
    throw new BackupRefused(`${path} cannot be written: ${message}.`)
  }
}

/** A link that leads nowhere is there too. */
const isThere = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  )
