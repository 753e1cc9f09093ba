import { unlink } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { EmbeddedPostgresError } from './errors.ts'

const PATIENCE_MS = 5 * 60_000

/**
 * Does the work while no other process of this machine does work under the same name.
 *
 * The lock is a listening socket: it ends with its process, however that ends, and those who wait
 * are connected to it, so they learn at once. It spares needless work; what protects the data is
 * that a new cluster is put in place by one rename, and PostgreSQL's own `postmaster.pid`.
 * @throws EmbeddedPostgresError START_FAILED when another process keeps the lock for minutes
 */
export async function withLock<T>(
  name: string,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const release = await acquire(address(name), onWait, Date.now() + PATIENCE_MS)
  try {
    return await work()
  } finally {
    await release()
  }
}

function address(name: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  // Linux has socket names without a file, which cannot be left behind.
  if (process.platform === 'linux') return `\0${name}`
  return join(tmpdir(), `${name}.sock`)
}

async function acquire(
  path: string,
  onWait: () => void,
  deadline: number,
): Promise<() => Promise<void>> {
  for (let waited = false; ; waited = true) {
    const release = await listen(path)
    if (release) return release
    if (!waited) onWait()
    await untilFree(path, deadline - Date.now())
  }
}

/** Listens on the path; undefined when somebody else does. */
function listen(path: string): Promise<(() => Promise<void>) | undefined> {
  const waiting = new Set<Socket>()
  const server = createServer((socket) => {
    waiting.add(socket)
    socket.on('error', () => {}).on('close', () => waiting.delete(socket))
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen({ path, exclusive: true }, () => resolve(() => close(server, waiting)))
  })
}

function close(server: Server, waiting: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of waiting) socket.destroy()
  })
}

/** Waits until the owner of the lock lets go of it, or turns out to be gone. */
function untilFree(path: string, patience: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    const timer = setTimeout(() => socket.destroy(heldTooLong()), Math.max(patience, 0))
    let failure: Error | undefined
    socket.on('error', (error) => {
      failure = error
    })
    socket.on('close', () => {
      clearTimeout(timer)
      if (failure instanceof EmbeddedPostgresError) reject(failure)
      else forget(path, failure).then(resolve, reject)
    })
  })
}

function heldTooLong(): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'START_FAILED',
    'Another process has been starting or stopping PostgreSQL on this folder for minutes.\n' +
      'End that process, then start again.',
  )
}

/** Where sockets are files, a killed owner leaves its file, which nobody answers any more. */
async function forget(path: string, failure: Error | undefined): Promise<void> {
  const refused = failure && 'code' in failure && failure.code === 'ECONNREFUSED'
  if (refused && path.endsWith('.sock')) await unlink(path).catch(() => {})
}
