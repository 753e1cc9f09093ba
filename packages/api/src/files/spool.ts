import { createHash, randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SoukError } from '@souk/contract'

/** Where files stand while they come in, and how long each may take. */
export interface Spool {
  /** Made when the first file comes. */
  readonly folder: string
  /** Milliseconds in which a body must have come whole. */
  readonly whole: number
  /** Milliseconds in which something more of it must have come. */
  readonly idle: number
}

/** Shorter than what the HTTP server itself allows: so there is an answer. */
export const PATIENCE = { whole: 110_000, idle: 20_000 }

/** A file that is being written. */
export interface Writing {
  readonly path: string
  /** Takes the next bytes. @throws UNAVAILABLE where there is no room on the disk */
  write(bytes: Uint8Array): Promise<void>
  /** Says what has been written, and closes it. */
  end(): Promise<{ readonly size: number; readonly sha256: string }>
  /** Closes and removes it. */
  remove(): Promise<void>
}

/** Begins a file of its own name, which nobody else may read. */
export async function startWriting({ folder }: Spool): Promise<Writing> {
  const path = join(folder, randomUUID())
  const file = await onDisk(async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return open(path, 'wx', 0o600)
  })
  const hash = createHash('sha256')
  let size = 0
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= file.close()
    return closed
  }
  return {
    path,
    async write(bytes) {
      hash.update(bytes)
      await onDisk(() => writeAll(file, bytes))
      size += bytes.byteLength
    },
    async end() {
      await onDisk(close)
      return { size, sha256: hash.digest('hex') }
    },
    async remove() {
      await close().catch(() => {})
      await rm(path, { force: true })
    },
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, at)
    at += bytesWritten
  }
}

/** What the disk says, in words for the sender: whatever it is, it is none of theirs. */
async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const message = 'Files cannot be taken just now, please try again later'
    throw new SoukError('UNAVAILABLE', message, { cause, retryAfter: 60 })
  }
}

/** Removes what ended processes have left: what nobody can be writing any more. */
export async function removeLeftovers({ folder, whole }: Spool): Promise<void> {
  const latest = Date.now() - 10 * whole
  const names = await readdir(folder).catch(unlessMissing)
  for (const name of names ?? []) {
    const path = join(folder, name)
    const found = await stat(path).catch(unlessMissing)
    if (found && found.mtimeMs < latest) await rm(path, { force: true })
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
