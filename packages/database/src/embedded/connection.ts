import { setTimeout as delay } from 'node:timers/promises'

import type { Client } from 'pg'

import { OwnClient } from '../connection/own-client.ts'
import { SUPERUSER } from './context.ts'

const DATABASE = 'souk'
const KEEPER = 'souk keeper'
const HOST = '127.0.0.1'
const NO_SUCH_DATABASE = '3D000'
const ANSWER_MS = 5000

export interface Access {
  readonly port: number
  readonly password: string
}

/** Connection URL of the database. */
export function databaseUrl({ port, password }: Access, database: string = DATABASE): string {
  return `postgresql://${SUPERUSER}:${password}@${HOST}:${port}/${database}`
}

/**
 * Opens the connection by which this process holds the server. The database is created if it is
 * not there yet.
 */
export async function openKeeper(access: Access): Promise<Client> {
  try {
    return await connect(access, DATABASE, { name: KEEPER })
  } catch (error) {
    if (errorCode(error) !== NO_SUCH_DATABASE) throw error
  }
  const client = await connect(access, 'postgres', {})
  try {
    await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
  return connect(access, DATABASE, { name: KEEPER })
}

/** Connects to the database that every cluster has, and proves that it answers. */
export async function probe(access: Access, timeout: number): Promise<void> {
  const client = await connect(access, 'postgres', { timeout })
  await client.query('select 1').finally(() => client.end())
}

async function connect(
  { port, password }: Access,
  database: string,
  { name = 'souk', timeout = 30_000 }: { name?: string; timeout?: number },
): Promise<Client> {
  const client = new OwnClient({
    host: HOST,
    port,
    user: SUPERUSER,
    password,
    database,
    application_name: name,
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
  })
  // Without a listener, a server that goes away would end our process.
  client.on('error', () => {})
  await client.connect()
  return client
}

/** The code of an error of the server or the network, such as 57P03 or ECONNREFUSED. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

const LINGER_MS = 1000

/** Gives up a keeper, so that from now on it holds the server no longer. */
export async function letGo(keeper: Client): Promise<void> {
  // Its process at the server may outlive it for a moment, and must not look like a keeper then.
  await keeper.query(`set application_name = 'souk leaving'`).catch(() => {})
  // A server that hangs would never confirm.
  const patience = delay(LINGER_MS, undefined, { ref: false })
  await Promise.race([keeper.end().catch(() => {}), patience])
}

/**
 * Whether anybody uses the server. A keeper does, at once; other connections may have been closed
 * a moment ago and still be listed, so only those that stay count.
 */
export async function isUsed(access: Access): Promise<boolean> {
  const client = await connect(access, 'postgres', { timeout: ANSWER_MS })
  return othersStay(client).finally(() => client.end())
}

async function othersStay(client: Client): Promise<boolean> {
  const deadline = Date.now() + LINGER_MS
  for (;;) {
    const { keepers, others } = await countOthers(client)
    if (others === 0) return false
    if (keepers > 0 || Date.now() > deadline) return true
    await delay(25)
  }
}

async function countOthers(client: Client): Promise<{ keepers: number; others: number }> {
  const { rows } = await client.query<{ keepers: number; others: number }>(
    `select count(*)::int as others,
       (count(*) filter (where application_name = '${KEEPER}'))::int as keepers
     from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  )
  return rows[0] ?? { keepers: 0, others: 0 }
}
