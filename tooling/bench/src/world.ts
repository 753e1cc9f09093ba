import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { schema } from '@souk/core'
import { connectDatabase, type EmbeddedPostgres, startEmbeddedPostgres } from '@souk/database'
import { Client, Pool } from 'pg'
import type { Cleanup } from './cleanup.ts'
import { type RunningSouk, spawnSouk } from './souk.ts'

export type { Account, RunningSouk } from './souk.ts'

/** A PostgreSQL of the bench's own, as durable as a real one, and what is started on it. */
export interface World {
  readonly databaseUrl: string
  readonly pool: Pool
  /** Ends what lines start. */
  readonly cleanup: Cleanup
  /**
   * Another database on the same server, with the whole schema; filled, unless it was kept from the last time.
   * @returns its URL
   */
  filledDatabase(name: string, fill: (url: string) => Promise<void>): Promise<string>
  startSouk(environment?: Record<string, string>): Promise<RunningSouk>
  /** Runs a program of the bench in a process of its own. */
  startServer(program: string, ...args: string[]): RunningServer
  /** A folder that is removed in the end. */
  temporaryFolder(): string
}

export interface RunningServer {
  readonly process: ChildProcess
  stop(): Promise<void>
}

/**
 * Everything that is started here is ended by `cleanup`, whatever happens.
 * @param kept a folder for PostgreSQL that stays
 */
export async function openWorld(cleanup: Cleanup, kept?: string): Promise<World> {
  const temporaryFolder = () => folderUntil(cleanup)
  const dir = kept ?? temporaryFolder()
  const postgres = await postgresUntil(cleanup, dir, kept !== undefined)
  await migrate(postgres.url)
  const pool = new Pool({ connectionString: postgres.url, max: 16 })
  // It waits for those who have a connection, which an interrupted line never gives back.
  cleanup.add(() => void pool.end())
  return {
    databaseUrl: postgres.url,
    pool,
    cleanup,
    async filledDatabase(name, fill) {
      const url = urlOf(name, postgres.url)
      const known = await pool.query('select from pg_database where datname = $1', [name])
      if (known.rows.length === 0) await createFilled(name, fill)
      await openAgain(pool, name)
      await migrate(url)
      return url
    },
    startSouk: (environment = {}) =>
      spawnSouk({ DATABASE_URL: postgres.url, DATA_DIR: dir, ...environment }, cleanup),
    startServer: (program, ...args) => serverUntil(cleanup, program, args),
    temporaryFolder,
  }

  /** Has its name once it is filled: one that was left half filled is made anew. */
  async function createFilled(name: string, fill: (url: string) => Promise<void>) {
    const filling = `${name}_filling`
    const url = urlOf(filling, postgres.url)
    await pool.query(`drop database if exists ${filling}`)
    await pool.query(`create database ${filling}`)
    await migrate(url)
    await fill(url)
    await pool.query(`alter database ${filling} rename to ${name}`)
  }
}

function folderUntil(cleanup: Cleanup): string {
  const dir = mkdtempSync(join(tmpdir(), 'souk-bench-'))
  cleanup.add(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }))
  return dir
}

/** A start that is interrupted is waited for: half a server could not be stopped. */
async function postgresUntil(
  cleanup: Cleanup,
  dir: string,
  isKept: boolean,
): Promise<EmbeddedPostgres> {
  const starting = startEmbeddedPostgres({ dir })
  cleanup.add(async () => {
    const postgres = await starting
    await sendEverybodyAway(postgres.url, isKept).finally(() => postgres.stop())
  })
  return starting
}

/**
 * Lines that were interrupted may be connected still, or go on connecting: that would keep it up. Of a folder that is
 * kept only the database that the next start looks at is open again.
 */
async function sendEverybodyAway(url: string, isKept: boolean): Promise<void> {
  const client = new Client({ connectionString: urlOf('postgres', url) })
  await client.connect()
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datallowconn and datname <> current_database()`,
  )
  for (const { datname } of rows) {
    await client.query(`alter database ${datname} with allow_connections false`)
  }
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  )
  if (isKept) await openAgain(client, new URL(url).pathname.slice(1))
  await client.end()
}

const openAgain = (client: Client | Pool, name: string) =>
  client.query(`alter database ${name} with allow_connections true`)

const urlOf = (database: string, url: string) =>
  Object.assign(new URL(url), { pathname: database }).href

async function migrate(url: string): Promise<void> {
  const database = await connectDatabase({ url, schema })
  try {
    await database.migrate()
  } finally {
    await database.close()
  }
}

function serverUntil(cleanup: Cleanup, program: string, args: string[]): RunningServer {
  const child = fork(program, args, { detached: true })
  const gone = once(child, 'exit')
  const stop = cleanup.add(async () => {
    child.kill()
    await gone
  })
  return { process: child, stop }
}
