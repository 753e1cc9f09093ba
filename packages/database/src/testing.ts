import { Client } from 'pg'
import { inject } from 'vitest'

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

/** A fresh database with the whole schema and nothing in it, for one test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl' as never) as string
  const name = `souk_test_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(
    serverUrl,
    async (run) => void (await run(`create database ${name} template ${TEMPLATE}`)),
  )
  return {
    url: Object.assign(new URL(serverUrl), { pathname: name }).href,
    drop: () =>
      onServer(serverUrl, async (run) => void (await run(`drop database ${name} with (force)`))),
  }
}
