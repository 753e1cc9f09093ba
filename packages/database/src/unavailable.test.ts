import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, type Database, isUnavailable, statement } from './index.ts'
import { createTestDatabase, gate, onServer, type TestDatabase } from './testing.ts'

let target: TestDatabase
let database: Database
beforeAll(async () => {
  target = await createTestDatabase()
  database = await connectDatabase({ url: target.url })
  await database.pool.query('create table things (id int primary key)')
  await database.pool.query('insert into things values (1)')
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

/** What goes wrong, really. */
async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'nothing went wrong',
    (error) => error,
  )
}

const one = statement<{ one: number }>('', 'select 1 as one')
const pid = statement<{ pid: number }>('', 'select pg_backend_pid() as pid')
const lock = statement<object>('', 'select from things where id = 1 for update')

const elsewhere = (change: (url: URL) => void) => {
  const url = new URL(target.url)
  change(url)
  return connectDatabase({ url: url.href })
}

test('a server that is not there is unavailable', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await new Promise((resolve) => server.close(resolve))
  const error = await errorOf(
    elsewhere((url) => {
      url.port = String(port)
    }),
  )
  expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  expect(isUnavailable(error)).toBe(true)
})

test('a host nobody knows is unavailable', async () => {
  const error = await errorOf(
    elsewhere((url) => {
      url.hostname = 'no-such-host.invalid'
    }),
  )
  expect(isUnavailable(error)).toBe(true)
})

test('a pool that is closed is unavailable', async () => {
  const closed = await elsewhere(() => {})
  const db = closed.db()
  await closed.close()
  expect(isUnavailable(await errorOf(db.query(one, [])))).toBe(true)
})

test('a connection that is cut during a statement is unavailable, and the next one is fine', async () => {
  const cut = database
    .db()
    .query(statement<object>('', 'select pg_terminate_backend(pg_backend_pid())'), [])
  expect(isUnavailable(await errorOf(cut))).toBe(true)
  expect(await database.db().query(one, [])).toEqual([{ one: 1 }])
})

test('a connection that is cut between two statements of a transaction is unavailable', async () => {
  const other = await elsewhere(() => {})
  const ended = new Promise((resolve) =>
    other.pool.once('acquire', (client) => client.once('end', resolve)),
  )
  const cut = other.db().transaction(async (tx) => {
    const [row] = await tx.query(pid, [])
    await database.sidePool.query('select pg_terminate_backend($1)', [row?.pid])
    await ended
    await tx.query(one, [])
  })
  expect(isUnavailable(await errorOf(cut))).toBe(true)
  await other.close()
})

test('a lock or a statement that takes too long is unavailable', async () => {
  const [locked, leave] = [gate(), gate()]
  const holder = database.db().transaction(async (tx) => {
    await tx.query(lock, [])
    locked.open()
    await leave.passed
  })
  await locked.passed
  const waits = (setting: string) =>
    database.db().transaction(async (tx) => {
      await tx.query(statement<object>('', `set local ${setting} = 20`), [])
      await tx.query(lock, [])
    })
  const [noLock, noAnswer] = [
    await errorOf(waits('lock_timeout')),
    await errorOf(waits('statement_timeout')),
  ]
  leave.open()
  await holder
  expect(noLock).toMatchObject({ code: '55P03' })
  expect(noAnswer).toMatchObject({ code: '57014' })
  expect([noLock, noAnswer].map(isUnavailable)).toEqual([true, true])
})

test('a transaction that lost against others too often is unavailable', async () => {
  const lost = Object.assign(new Error('could not serialize access'), { code: '40001' })
  expect(isUnavailable(await errorOf(database.db().transaction(() => Promise.reject(lost))))).toBe(
    true,
  )
})

const rename = statement<object>('rename-thing', 'update things set id = 1')

test.each<[string, (on: Database) => Promise<unknown>]>([
  ['a statement', (on) => on.db().query(rename, [])],
  ['a transaction', (on) => on.db().transaction((tx) => tx.query(rename, []))],
  ['the reserve', (on) => on.reserve().query(rename, [])],
  [
    'the side pool',
    async ({ sidePool }) => {
      const client = await sidePool.connect()
      await client.query(rename.text).finally(() => client.release())
    },
  ],
])(
  'where %s met a database that only let itself be read, it can write once that is over',
  async (_, write) => {
    const name = new URL(target.url).pathname.slice(1)
    const set = (value: 'on' | 'off') =>
      onServer(target.url, async (run) => {
        await run('set default_transaction_read_only = off')
        await run(`alter database ${name} set default_transaction_read_only = ${value}`)
      })
    await set('on')
    const other = await elsewhere(() => {})
    const error = await errorOf(write(other))
    await set('off')
    await write(other)
    await other.close()
    expect(error).toMatchObject({ code: '25006' })
  },
)

test('a table that is no longer ours to use is unavailable', async () => {
  const role = `souk_guest_${crypto.randomUUID().slice(0, 8)}`
  await database.pool.query(`create role ${role} login password 'right'`)
  const guest = await elsewhere((url) => Object.assign(url, { username: role, password: 'right' }))
  const error = await errorOf(guest.db().query(lock, []))
  await guest.close()
  await database.pool.query(`drop role ${role}`)
  expect(error).toMatchObject({ code: '42501' })
  expect(isUnavailable(error)).toBe(true)
})

test.each([
  ['a statement that is wrong', 'selec 1'],
  ['a value that is not allowed', 'insert into things values (1)'],
  ['a division by zero', 'select 1 / 0'],
])('%s is not unavailable: waiting would not help', async (_, sql) => {
  const error = await errorOf(database.db().query(statement<object>('', sql), []))
  expect(error).toBeInstanceOf(Error)
  expect(isUnavailable(error)).toBe(false)
})

const system = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall })
const state = (code: string) => Object.assign(new Error('said by PostgreSQL'), { code })

test.each([
  system('EAI_AGAIN', 'getaddrinfo'),
  system('EHOSTUNREACH', 'connect'),
  system('EMFILE', 'connect'),
  system('EADDRNOTAVAIL', 'connect'),
  new AggregateError([system('ECONNREFUSED', 'connect')], 'both addresses'),
  new Error('made of it', { cause: system('ENETDOWN', 'write') }),
  ...['08P01', '25006', '28P01', '53100', '53200', '57P05', '58030'].map(state),
])('%s is unavailable, wherever it comes from', (error) => {
  expect(isUnavailable(error)).toBe(true)
})

test.each([system('ENOENT', 'open'), ...['22P02', '23505', 'XX000', 'P0001'].map(state)])(
  '%s is a fault',
  (error) => {
    expect(isUnavailable(error)).toBe(false)
  },
)

test.each([new Error('something else'), 'ECONNREFUSED', undefined, null])(
  '%s is not unavailable',
  (error) => {
    expect(isUnavailable(error)).toBe(false)
  },
)
