import { open, readFile, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

import type { Context } from './context.ts'
import { EmbeddedPostgresError, fromOutput } from './errors.ts'
import { findPostmaster, isServerOf, marker, type Postmaster } from './postmaster.ts'
import { type Outcome, run } from './run.ts'

const START_SECONDS = 240
const PORT_ATTEMPTS = 5
const LARGEST_LOG = 10 * 1024 * 1024
const PORT_TAKEN = /could not bind|could not create any TCP\/IP sockets/

/** Processes of a killed server end by themselves, but may first finish what they are at. */
const REMNANTS = /pre-existing shared memory block/
const REMNANTS_MS = 15_000

/**
 * Starts the server on 127.0.0.1 and waits until it takes connections.
 * @param port the only one that will do; by default any that is free
 * @throws EmbeddedPostgresError
 */
export async function startServer(context: Context, port?: number): Promise<Postmaster> {
  const { folder } = context
  const deadline = Date.now() + REMNANTS_MS
  await limitLog(folder.log)
  for (let attempt = 1; ; attempt++) {
    const { ok, output } = await launch(context, port ?? (await freePort()))
    const running = ok ? await findPostmaster(folder) : undefined
    if (running) return running
    // Between being found free and being used, the port may go to somebody else.
    const taken = PORT_TAKEN.test(output) && attempt < PORT_ATTEMPTS
    if (!taken && (!REMNANTS.test(output) || Date.now() > deadline)) {
      throw await fromOutput('Starting the database', output, folder.dir)
    }
    if (!taken || port !== undefined) await delay(200)
  }
}

/** The log is opened by us: PostgreSQL's own account may not be able to. */
async function launch(context: Context, port: number): Promise<Outcome> {
  const { folder, identity, programs } = context
  const log = await open(folder.log, 'a', 0o600)
  try {
    const { size } = await log.stat()
    const settings = serverSettings(context, port)
    const args = ['start', '-w', '-s', '-t', String(START_SECONDS), '-o', settings]
    // By environment, because pg_ctl puts what it gets as an argument into a shell's command line.
    const env = { PGDATA: folder.cluster }
    const { ok, output } = await run(programs.pg_ctl, args, { identity, env, outputTo: log.fd })
    const logged = (await readFile(folder.log)).subarray(size).toString()
    return { ok, output: output + logged }
  } finally {
    await log.close()
  }
}

function serverSettings({ folder, durable }: Context, port: number): string {
  const settings = [
    marker(folder),
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=128MB',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ]
  return settings.map((setting) => `-c ${setting}`).join(' ')
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** One old log is kept, so that years of running do not fill the disk. */
async function limitLog(log: string): Promise<void> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  )
  if (size > LARGEST_LOG) await rename(log, `${log}.1`)
}

export interface StopPatience {
  readonly fastSeconds: number
  readonly immediateSeconds: number
}

/**
 * Stops the server: politely (fast shutdown), else without a checkpoint, else by killing it, which
 * its log makes up for at the next start.
 * @throws EmbeddedPostgresError START_FAILED when even that does not end it
 */
export async function stopServer(
  context: Context,
  { pid }: Postmaster,
  patience: StopPatience = { fastSeconds: 60, immediateSeconds: 10 },
): Promise<void> {
  if (await pgCtlStop(context, 'fast', patience.fastSeconds)) return
  if (!(await isServerOf(context.folder, pid))) return
  if (await pgCtlStop(context, 'immediate', patience.immediateSeconds)) return
  await kill(context, pid)
}

async function pgCtlStop(context: Context, mode: string, seconds: number): Promise<boolean> {
  const { folder, identity, programs } = context
  const args = ['stop', '-w', '-s', '-m', mode, '-t', String(seconds)]
  const env = { PGDATA: folder.cluster }
  return (await run(programs.pg_ctl, args, { identity, env })).ok
}

async function kill({ folder }: Context, pid: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (!(await isServerOf(folder, pid))) return
    process.kill(pid, 'SIGKILL')
    await delay(50)
  }
  throw new EmbeddedPostgresError(
    'START_FAILED',
    `The PostgreSQL server with process id ${pid}, which runs on ${folder.dir}, does not answer ` +
      'and cannot be stopped.\nEnd it, then start again.',
  )
}
