import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'

import { adopt } from './adopt.ts'
import { type Access, databaseUrl, isUsed, letGo, openKeeper } from './connection.ts'
import type { Context } from './context.ts'
import { EmbeddedPostgresError, fromThrown } from './errors.ts'
import { type Folder, hasCluster, openFolder } from './folder.ts'
import { chooseIdentity } from './identity.ts'
import { initialise } from './initialise.ts'
import { withLock } from './lock.ts'
import { readPassword } from './password.ts'
import { findPostmaster, type Postmaster } from './postmaster.ts'
import { findPrograms } from './programs.ts'
import { startServer, stopServer } from './server.ts'

export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './errors.ts'
export { makeFolder } from './make-folder.ts'

export interface EmbeddedPostgres {
  /** Connection URL of the `souk` database, as the superuser `souk`. */
  readonly url: string
  readonly port: number
  /** Whether a server that was already running on this folder was taken over. */
  readonly adopted: boolean
  /**
   * Stops the server, unless another process still has connections to it: the last one out stops
   * it. Close your own connections first. Calling it again does nothing more.
   */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /**
   * Folder for everything PostgreSQL: created when missing. The cluster is in `<dir>/pgdata`,
   * password and log beside it.
   */
  readonly dir: string
  /** false: no fsync (throw-away test clusters). Default true. */
  readonly durable?: boolean
  /** Told what takes time, for people to read. */
  readonly onProgress?: (message: string) => void
  /** Told when the server has gone and could not be started again. */
  readonly onLost?: (error: EmbeddedPostgresError) => void
}

/**
 * Starts the PostgreSQL that comes with Souk on a folder, or takes over the one that already runs
 * there, and keeps one connection to it, which holds the server (and this process) until `stop`. When
 * the server goes meanwhile, however that happens, it is started again on the same port.
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  try {
    const folder = await openFolder(options.dir)
    return await exclusively(folder, options.onProgress, () => start(folder, options))
  } catch (error) {
    throw fromThrown(error, options.dir)
  }
}

function exclusively<T>(
  folder: Folder,
  onProgress: ((message: string) => void) | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const onWait = () => onProgress?.('Waiting for another process that starts PostgreSQL…')
  return withLock(folder.name, onWait, work)
}

async function start(folder: Folder, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const context = await prepare(folder, options)
  if (!(await hasCluster(folder, context.programs.version))) {
    context.onProgress('Creating the database (first start)…')
    await initialise(context)
  }
  return handle(context, await hold(context), options.onLost)
}

/** Between a server that has gone and its next start. */
const PAUSE_MS = 500

/** A server that is held by a connection. */
interface Held {
  readonly server: Postmaster
  readonly access: Access
  readonly keeper: Client
  readonly adopted: boolean
}

/**
 * Takes over or starts the server, and holds it.
 * @param port the only one that will do, where others know it already
 */
async function hold(context: Context, port?: number): Promise<Held> {
  const password = await readPassword(context.folder)
  const { server, adopted } = await adoptOrStart(context, password, port)
  if (port !== undefined && server.port !== port) {
    throw new EmbeddedPostgresError(
      'START_FAILED',
      `PostgreSQL runs on port ${server.port} now, and no longer on ${port}.\nStart Souk again.`,
    )
  }
  const access = { port: server.port, password }
  try {
    return { server, access, keeper: await openKeeper(access), adopted }
  } catch (error) {
    if (!adopted) await stopServer(context, server)
    throw error
  }
}

async function adoptOrStart(context: Context, password: string, port: number | undefined) {
  const running = await adopt(context, password)
  if (running) return { server: running, adopted: true }
  try {
    return { server: await startServer(context, port), adopted: false }
  } catch (error) {
    // A start whose process was killed goes on without it, and may have come first.
    const other = await adopt(context, password)
    if (other) return { server: other, adopted: true }
    throw error
  }
}

async function prepare(folder: Folder, options: EmbeddedPostgresOptions): Promise<Context> {
  const { durable = true, onProgress = () => {} } = options
  const programs = await findPrograms()
  const identity = await chooseIdentity(programs, folder, onProgress)
  return { folder, programs, identity, durable, onProgress }
}

function handle(
  context: Context,
  first: Held,
  onLost: EmbeddedPostgresOptions['onLost'],
): EmbeddedPostgres {
  const { folder, onProgress } = context
  let held = first
  let stopping: Promise<void> | undefined
  const { port } = first.access

  /** Whoever notices first starts the server again, where all know it; the others take it over. */
  const restore = async () => {
    // Its other processes need a moment to end; and we may be about to leave.
    await delay(PAUSE_MS)
    if (stopping) return
    onProgress('PostgreSQL has gone: starting it again…')
    try {
      await exclusively(folder, onProgress, async () => {
        if (stopping) return
        held = await hold(context, port)
        watch()
      })
    } catch (error) {
      onLost?.(fromThrown(error, folder.dir))
    }
  }
  const watch = () => void held.keeper.once('end', () => stopping ?? void restore())
  watch()

  const stop = async () => {
    try {
      await exclusively(folder, onProgress, async () => {
        await letGo(held.keeper)
        await stopUnlessUsed(context, held.server, held.access)
      })
    } catch (error) {
      throw fromThrown(error, folder.dir)
    }
  }
  return {
    url: databaseUrl(first.access),
    port,
    adopted: first.adopted,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

/**
 * Every process that uses the server holds a connection from before it lets go of the lock, so
 * whoever has the lock sees all of them.
 */
async function stopUnlessUsed(context: Context, server: Postmaster, access: Access) {
  const running = await findPostmaster(context.folder)
  // Gone, or replaced by a server that is not ours to stop.
  if (running?.pid !== server.pid) return
  // With a server that does not answer nobody can be working.
  if (await isUsed(access).catch(() => false)) return
  await stopServer(context, server)
}
