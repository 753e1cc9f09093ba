import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { schema } from '@souk/core'
import { connectDatabase, startEmbeddedPostgres } from '@souk/database'
import { onServer, TEMPLATE } from '@souk/database/testing'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server on which each test file makes databases of its own. */
    postgresUrl: string
  }
}

/**
 * One PostgreSQL for the whole run, with a migrated template that every test file copies: the
 * embedded one, or the server that TEST_DATABASE_URL names.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const external = process.env.TEST_DATABASE_URL
  const server = external ? { url: external, stop: async () => {} } : await startThrowAway()
  await makeTemplate(server.url)
  provide('postgresUrl', server.url)
  return server.stop
}

async function startThrowAway(): Promise<{ url: string; stop(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'souk-test-'))
  const { url, stop } = await startEmbeddedPostgres({ dir, durable: false })
  return {
    url,
    stop: async () => {
      await stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function makeTemplate(serverUrl: string): Promise<void> {
  await onServer(serverUrl, async (run) => {
    await run(`drop database if exists ${TEMPLATE}`)
    await run(`create database ${TEMPLATE}`)
  })
  const url = Object.assign(new URL(serverUrl), { pathname: TEMPLATE }).href
  const database = await connectDatabase({ url, schema })
  await database.migrate()
  await database.close()
}
