import type { Pool, PoolClient } from 'pg'
import { UnusableDatabase } from './address.ts'
import { insideOf } from './own-client.ts'

const OLDEST = 150_000

interface Server {
  readonly version: number
  readonly encoding: string
  readonly pid: number
  readonly name: string
  readonly elsewhere: string | null
}

const LOOK = `select current_setting('server_version_num')::int as version,
  current_setting('server_encoding') as encoding, pg_backend_pid() as pid,
  current_database() as name,
  (select nspname from pg_class join pg_namespace n on n.oid = relnamespace
    where relname = 'event_streams' and relkind = 'r' and nspname <> 'public'
      and to_regclass('public.event_streams') is null limit 1) as elsewhere`

/**
 * Looks whether this is a database that Souk can live in.
 * @returns its name
 * @throws UnusableDatabase when it is not
 */
export async function inspect(pool: Pool, other: Pool): Promise<string> {
  const client = await pool.connect()
  try {
    const { version, encoding, pid, name, elsewhere } = await look(client)
    if (version < OLDEST) {
      throw new UnusableDatabase(
        `it is PostgreSQL ${Math.floor(version / 10_000)}, and Souk needs 15 or newer`,
      )
    }
    if (encoding !== 'UTF8') {
      throw new UnusableDatabase(
        `its text is encoded as ${encoding}: create it with encoding 'UTF8' template template0`,
      )
    }
    // A search path once led there; an empty Souk in public would look as if all were lost.
    if (elsewhere !== null) {
      throw new UnusableDatabase(
        `Souk's tables are in its schema ${elsewhere}, and have to be in public`,
      )
    }
    if (pid !== insideOf(client).processID && (await isShared(client, other))) {
      throw new UnusableDatabase(
        'a pooler in transaction mode stands before it, and Souk needs sessions: connect to PostgreSQL itself, or have it pool sessions (PgBouncer: pool_mode = session)',
      )
    }
    return name
  } finally {
    client.release()
  }
}

/**
 * Whether two clients are given one connection of the server, or one client now this and now that:
 * settings, prepared statements and locks would then belong to somebody else.
 */
async function isShared(client: PoolClient, pool: Pool): Promise<boolean> {
  const other = await pool.connect()
  try {
    const { pid: mine } = await look(client)
    for (let tries = 0; tries < 3; tries += 1) {
      const { pid: theirs } = await look(other)
      const { pid: now } = await look(client)
      if (theirs === mine || now !== mine) return true
    }
    return false
  } finally {
    other.release()
  }
}

async function look(client: PoolClient): Promise<Server> {
  const [server] = (await client.query<Server>(LOOK)).rows
  if (!server) throw new Error('PostgreSQL said nothing of itself')
  return server
}
