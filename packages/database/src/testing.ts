import { Client } from 'pg'
import { inject } from 'vitest'
import type { Database } from './connect.ts'

export { digestOf, readCurrentSql } from './schema/current-sql.ts'
export { describeAll } from './schema/describe.ts'

/** The migrated database that test databases are copies of. */
export const TEMPLATE = 'souk_test_template'

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** Runs statements on a connection of their own, behind Souk's back. */
export async function onServer<T>(
  url: string,
  work: (run: (sql: string) => Promise<unknown[]>) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(async (sql) => (await client.query(sql)).rows)
  } finally {
    await client.end()
  }
}

/** A fresh database for one test file: with the whole schema and nothing in it, unless said. */
export async function createTestDatabase(template = TEMPLATE): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl' as never) as string
  const name = `souk_test_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(
    serverUrl,
    async (run) => void (await run(`create database ${name} template ${template}`)),
  )
  return {
    url: Object.assign(new URL(serverUrl), { pathname: name }).href,
    drop: () =>
      onServer(serverUrl, async (run) => void (await run(`drop database ${name} with (force)`))),
  }
}

/** Waits until so many connections to the database wait for a lock: a race without a sleep. */
export async function untilBlocked(database: Database, connections = 1): Promise<void> {
  const sql = `select from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'`
  while (((await database.sidePool.query(sql)).rowCount ?? 0) < connections) {
    await nextTurn()
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A promise to be kept from outside: lets a test hold a transaction open. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, open: resolve }
}
