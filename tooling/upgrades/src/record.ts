import { writeFile } from 'node:fs/promises'
import { Client } from 'pg'
import { dump } from './dump.ts'
import type { Known } from './life/accounts.ts'
import { live } from './live.ts'
import { missing } from './missing.ts'

const FOLDER = new URL('../../../packages/core/test/upgrades/', import.meta.url)
const SERVER = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/**
 * Records a database in which this version of Souk has lived, for `packages/core/test/upgrades`.
 * Needs a PostgreSQL (TEST_DATABASE_URL) and a `pg_dump` that is not older than it.
 */
async function main(name: string | undefined): Promise<void> {
  if (!name || !/^[\w.-]+$/.test(name)) throw new Error('usage: upgrades:record <name>')
  const file = new URL(`${name}.sql`, FOLDER)
  await onNewDatabase(async (url, client) => {
    const known = await live(url)
    const text = await recording(name, url, { client, known })
    await writeFile(file, text)
    process.stdout.write(`${file.pathname}: ${Math.round(text.length / 1000)} kB\n`)
  })
}

interface Lived {
  readonly client: Client
  readonly known: Known
}

async function recording(name: string, url: string, { client, known }: Lived): Promise<string> {
  const { rows } = await client.query<{ migration: string; at: Date }>(
    'select name as migration, now() as at from migrations order by name desc limit 1',
  )
  const [stop] = rows
  if (!stop) throw new Error('nothing was migrated')
  await client.query(`delete from pgboss.job where state not in ('created', 'retry')`)
  const gaps = await missing(client)
  if (gaps.length > 0) throw new Error(`not recorded:\n  ${gaps.join('\n  ')}`)
  return `-- A database in which Souk has lived, to be upgraded by every later version. Never edited.
-- Written by \`pnpm upgrades:record ${name}\`
-- name: ${name}
-- migration: ${stop.migration}
-- at: ${stop.at.toISOString()}
-- known: ${JSON.stringify(known)}
-- Foreign keys and triggers have had their say.
SET session_replication_role = replica;
${await dump(url)}`
}

async function onNewDatabase(work: (url: string, client: Client) => Promise<void>): Promise<void> {
  const name = `souk_upgrade_${crypto.randomUUID().replaceAll('-', '')}`
  const url = Object.assign(new URL(SERVER), { pathname: name }).href
  const server = await connect(SERVER)
  try {
    await server.query(`create database ${name} template template0`)
    const client = await connect(url)
    try {
      await work(url, client)
    } finally {
      await client.end()
    }
  } finally {
    await server.query(`drop database if exists ${name} with (force)`)
    await server.end()
  }
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString })
  await client.connect()
  return client
}

await main(process.argv[2])
