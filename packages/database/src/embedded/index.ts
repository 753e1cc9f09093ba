import type { Client } from 'pg'

import { adopt } from './adopt.ts'
import { type Access, databaseUrl, isUsed, letGo, openKeeper } from './connection.ts'
import type { Context } from './context.ts'
import { fromThrown } from './errors.ts'
import { type Folder, hasCluster, openFolder } from './folder.ts'
import { chooseIdentity } from './identity.ts'
import { initialise } from './initialise.ts'
import { withLock } from './lock.ts'
import { readPassword } from './password.ts'
import { findPostmaster, type Postmaster } from './postmaster.ts'
import { findPrograms } from './programs.ts'
import { startServer, stopServer } from './server.ts'

export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './errors.ts'

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
}

/**
 * Starts the PostgreSQL that comes with Souk on a folder, or takes over the one that already runs
 * there, and keeps one connection to it, which holds the server (and this process) until `stop`.
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
  const password = await readPassword(folder)
  const { server, adopted } = await adoptOrStart(context, password)
  const access = { port: server.port, password }
  try {
    const keeper = await openKeeper(access)
    return handle(context, server, access, keeper, adopted)
  } catch (error) {
    if (!adopted) await stopServer(context, server)
    throw error
  }
}

async function adoptOrStart(context: Context, password: string) {
  const running = await adopt(context, password)
  if (running) return { server: running, adopted: true }
  try {
    return { server: await startServer(context), adopted: false }
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
  server: Postmaster,
  access: Access,
  keeper: Client,
  adopted: boolean,
): EmbeddedPostgres {
  const { folder, onProgress } = context
  let stopping: Promise<void> | undefined
  const stop = async () => {
    try {
      await exclusively(folder, onProgress, async () => {
        await letGo(keeper)
        await stopUnlessUsed(context, server, access)
      })
    } catch (error) {
      throw fromThrown(error, folder.dir)
    }
  }
  return {
    url: databaseUrl(access),
    port: access.port,
    adopted,
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
