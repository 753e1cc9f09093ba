import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { connectDatabase, type Database, statement } from '../index.ts'
import { createTestDatabase, onServer, type TestDatabase } from '../testing.ts'
import { parseAddress } from './address.ts'
import { OwnClient } from './own-client.ts'

/** What an operator, or the distribution, may have chosen for everybody else. */
const STRANGE = {
  datestyle: 'German, DMY',
  intervalstyle: 'sql_standard',
  timezone: 'Asia/Kathmandu',
  bytea_output: 'escape',
  extra_float_digits: '-5',
  standard_conforming_strings: 'off',
  array_nulls: 'off',
  transform_null_equals: 'on',
  search_path: 'elsewhere, public',
  default_transaction_isolation: 'serializable',
  statement_timeout: '0',
  lock_timeout: '0',
}

let target: TestDatabase
let database: Database
beforeAll(async () => {
  target = await createTestDatabase()
  await onServer(target.url, async (run) => {
    const name = new URL(target.url).pathname.slice(1)
    await run('create schema elsewhere')
    for (const [setting, value] of Object.entries(STRANGE)) {
      const list = setting === 'search_path' ? value : `'${value}'`
      await run(`alter database ${name} set ${setting} = ${list}`).catch((error: unknown) => {
        // Newer versions have no other value for it.
        if (setting !== 'standard_conforming_strings') throw error
      })
    }
  })
  database = await connectDatabase({ url: target.url })
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

const settings = statement<{ name: string; setting: string }>(
  '',
  `select name, setting from pg_settings where lower(name) = any ($1) order by name`,
)

const EXPECTED = {
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  search_path: 'public',
  default_transaction_isolation: 'read committed',
  statement_timeout: '15000',
  lock_timeout: '10000',
}

const asTable = (rows: readonly { name: string; setting: string }[]) =>
  Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))

test('every connection reads and writes values alike, whatever the database has by default', async () => {
  const names = Object.keys(STRANGE)
  const found = [
    await database.db().query(settings, [names]),
    await database.db().transaction((tx) => tx.query(settings, [names])),
    (await database.sidePool.query(settings.text, [names])).rows,
  ]
  expect(found.map(asTable)).toEqual([EXPECTED, EXPECTED, EXPECTED])
})

test('a moment, bytes and an interval come back as they were given', async () => {
  const values = statement<{ at: string; bytes: Buffer; span: string; day: string }>(
    '',
    `select $1::timestamptz as at, $2::bytea as bytes, $3::interval as span, $4::date as day`,
  )
  const given = [new Date('2026-02-03T04:05:06.789Z'), Buffer.from('\\\0\xff', 'latin1')]
  const [row] = await database.db().query(values, [...given, '-1 day 02:00', '2026-02-03'])
  expect(row).toEqual({
    at: '2026-02-03 04:05:06.789+00',
    bytes: given[1],
    span: '-1 days +02:00:00',
    day: '2026-02-03',
  })
})

test('the database lets an operator speak in his own settings', async () => {
  const rows = await onServer(target.url, (run) => run('show datestyle'))
  expect(rows).toEqual([{ DateStyle: 'German, DMY' }])
})

afterEach(() => vi.unstubAllEnvs())

/** Of a shell in which other databases are worked with. */
const SHELL = {
  PGHOST: 'nosuch.invalid',
  PGPORT: '1',
  PGUSER: 'nobody',
  PGDATABASE: 'nothing',
  PGPASSWORD: 'wrong',
  PGSSLMODE: 'require',
  PGSSLNEGOTIATION: 'direct',
  PGOPTIONS: '-cfoo=1',
  PGREPLICATION: 'database',
  PGAPPNAME: 'psql',
}

test('the address alone decides how we connect, and not the PG* variables of the shell', async () => {
  for (const [name, value] of Object.entries(SHELL)) vi.stubEnv(name, value)
  const here = await connectDatabase({ url: target.url })
  const { rows } = await here.pool.query('select current_database() as name')
  await here.close()
  expect(rows).toEqual([{ name: new URL(target.url).pathname.slice(1) }])
})

test.each([
  ['user', 'postgres://127.0.0.1/souk', { database: 'souk', password: '' }],
  ['database', 'postgres://me:secret@127.0.0.1', { user: 'me', database: 'me' }],
])(
  'what an address leaves out, such as the %s, is not taken from there either',
  (_, url, parts) => {
    for (const [name, value] of Object.entries(SHELL)) vi.stubEnv(name, value)
    const client = new OwnClient(parseAddress(url))
    expect(client).toMatchObject({ host: '127.0.0.1', port: 5432, ssl: false, ...parts })
    expect([client.user, client.database]).not.toContain('nobody')
  },
)

test('tables that an earlier search path led elsewhere are not taken for lost', async () => {
  await onServer(target.url, async (run) => {
    await run('create schema shop')
    await run('alter table public.event_streams set schema shop')
  })
  await expect(connectDatabase({ url: target.url })).rejects.toThrow(/in its schema shop/)
  await onServer(target.url, (run) => run('alter table shop.event_streams set schema public'))
})
