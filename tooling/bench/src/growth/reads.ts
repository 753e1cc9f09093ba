import type { Client } from 'pg'
import type { Side } from './side.ts'

/** How much has been read of a table since its counters began. */
interface Counters {
  readonly rows: number
  readonly scans: number
  readonly scanned: number
  readonly byIndex: number
}

/** A table with so many rows must not be read from end to end. */
const BIG = 20_000
/** Whether PostgreSQL takes one plan for all arguments, or chooses between that and one for those given, as it comes. */
export const PLANS = ['force_generic_plan', 'auto'] as const
export type Plans = (typeof PLANS)[number]

/** What one call reads of one table. */
export interface Read {
  readonly table: string
  /** Rows on average, by whatever way. */
  readonly rows: number
  /** All of it, or all of an index; or without one, by every call. */
  readonly endToEnd: boolean
  /** The table has many rows. */
  readonly isBig: boolean
}

const COUNTERS = `
  select t.schemaname || '.' || t.relname as name, c.reltuples::float as rows,
         t.seq_scan::float as scans, t.seq_tup_read::float as scanned,
         (select coalesce(sum(idx_tup_read), 0)::float from pg_stat_user_indexes i
           where i.relid = t.relid) as "byIndex"
    from pg_stat_user_tables t join pg_class c on c.oid = t.relid
   where t.schemaname <> 'pgboss'`

/** What calls read, a call. */
export async function readsOfCalls(
  side: Side,
  plans: Plans,
  calls: number,
  work: () => Promise<void>,
): Promise<Read[]> {
  await planBy(side.client, plans)
  await endConnections(side)
  const before = await counters(side)
  await work()
  await endConnections(side)
  const after = await counters(side)
  return [...after].map(([table, now]) => {
    const then = before.get(table) ?? now
    const scans = now.scans - then.scans
    const scanned = now.scanned - then.scanned
    const rows = Math.round((scanned + now.byIndex - then.byIndex) / calls)
    const half = now.rows / 2
    // A scan that stops at what it looks for had luck with where that lies.
    const endToEnd = scans >= calls / 2 || (scans > 0 && scanned / scans > half) || rows > half
    return { table, rows, endToEnd, isBig: now.rows >= BIG }
  })
}

async function counters({ client }: Side): Promise<Map<string, Counters>> {
  const { rows } = await client.query<Counters & { name: string }>(COUNTERS)
  return new Map(rows.map((row) => [row.name, row]))
}

/** For connections that are opened from now on. */
export async function planBy(client: Client, plans: Plans): Promise<void> {
  const database = client.escapeIdentifier(client.database ?? '')
  await client.query(`alter database ${database} set plan_cache_mode = ${plans}`)
}

const END = `select pg_terminate_backend(pid, 10000) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid()
                and backend_type = 'client backend'`

/**
 * Ends Souk's connections. They hand in then what they have counted, which they else keep for up to
 * ten seconds; and Souk opens new ones, without plans.
 */
async function endConnections({ client, souk }: Side): Promise<void> {
  await client.query(END)
  await souk.get('/health/ready')
}
