import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * All that Souk keeps, and of the queue's tables the jobs alone. What was migrated is not data: the
 * schema is built anew before this is loaded.
 */
const TABLES = [
  '--table=public.*',
  '--exclude-table=public.migrations*',
  '--exclude-table=public.current_sql',
  '--table=ledger.*',
  '--table=pgboss.job',
  '--table=pgboss.job_common',
]

/** The decimals of an amount, all twenty of them. */
const DECIMALS = /(?<=[ (]\d+)\.\d{20}(?=[,)])/g

/** The rows of a database as SQL, without what depends on the day and the tool. */
export async function dump(url: string): Promise<string> {
  const options = ['--data-only', '--no-owner', '--load-via-partition-root']
  const inserts = ['--column-inserts', '--rows-per-insert=1000']
  const command = [...options, ...inserts, ...TABLES, url]
  const { stdout } = await promisify(execFile)('pg_dump', command, { maxBuffer: 2 ** 26 })
  const rows = stdout
    .replaceAll(/^(--.*|SET .*|\\.*|SELECT pg_catalog\.set_config.*|)\n/gm, '')
    .replaceAll(DECIMALS, (decimals) => decimals.replace(/\.?0+$/, ''))
  return `${emptied(rows)}${rows}`
}

/** Some migrations write rows too: what was made of them is in the dump. */
function emptied(rows: string): string {
  const tables = [...rows.matchAll(/^INSERT INTO ((?:public|ledger)\.\S+)/gm)]
  return tables.map(([, table]) => `DELETE FROM ${table};\n`).join('')
}
