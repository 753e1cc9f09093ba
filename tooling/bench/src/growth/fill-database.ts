import { Client } from 'pg'
import { DOMAINS } from './domains.ts'
import type { Size } from './fill/fill.ts'
import { closeBooks } from './fill/ledger.ts'

/** Fills a database that has its schema and nothing else. @throws when a table was forgotten */
export async function fillDatabase(url: string, size: Size): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await fillTables(client, size)
    await settle(client)
    await refuseForgotten(client, size)
  } finally {
    await client.end()
  }
}

async function fillTables(client: Client, { users, rows }: Size): Promise<void> {
  const filling = {
    users,
    rows,
    run: (sql: string) => client.query(sql),
    at: (n: string) => `now() - (${rows} - ${n}) * interval '1 minute'`,
  }
  // References are not checked one by one, which would take longer than all the rest.
  await client.query('set session_replication_role = replica')
  for (const { fill } of DOMAINS) await fill(filling)
  await closeBooks(filling)
  await client.query(GO_ON_COUNTING)
}

/** What PostgreSQL would do by and by. */
async function settle(client: Client): Promise<void> {
  await client.query('vacuum analyze')
  await client.query('checkpoint')
  // Else a scan begins where the one before it ended, at the row that is looked for again.
  const database = client.escapeIdentifier(client.database ?? '')
  await client.query(`alter database ${database} set synchronize_seqscans = off`)
}

async function refuseForgotten(client: Client, { users }: Size): Promise<void> {
  const { rows } = await client.query<{ name: string }>(FORGOTTEN, [users / 3])
  if (rows.length === 0) return
  throw new Error(`no domain of growth fills ${rows.map(({ name }) => name).join(', ')}`)
}

/** Tables that stay small however long a database is used. */
const SMALL = [
  'ledger.assets',
  'public.confirmations',
  'public.current_sql',
  'public.login_failures',
  'public.grown_streams',
  'public.heartbeat',
  'public.migrations',
  'public.outbox',
  'public.payment_limits',
]

const FORGOTTEN = `
  select name from (select schemaname || '.' || relname as name, n_live_tup from pg_stat_user_tables
                     where schemaname <> 'pgboss') t
   where n_live_tup < $1 and name not in (${SMALL.map((name) => `'${name}'`)})`

/** Rows were given their numbers; those that follow come after them. */
const GO_ON_COUNTING = `do $$
declare c record;
begin
  for c in select format('%I.%I', table_schema, table_name) as "table", column_name as "column"
             from information_schema.columns where is_identity = 'YES' loop
    execute format(
      'select setval(pg_get_serial_sequence(%L, %L), (select coalesce(max(%I), 0) + 1 from %s), false)',
      c."table", c."column", c."column", c."table");
  end loop;
end $$`
