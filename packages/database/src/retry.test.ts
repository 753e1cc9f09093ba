import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, type Database, sqlState, statement } from './index.ts'
import { withRetry } from './retry.ts'
import { createTestDatabase, gate, onServer, type TestDatabase, untilBlocked } from './testing.ts'

let target: TestDatabase
let database: Database
beforeAll(async () => {
  target = await createTestDatabase()
  // PostgreSQL looks for deadlocks only after a second, unless told otherwise.
  const name = new URL(target.url).pathname.slice(1)
  await onServer(target.url, (run) => run(`alter database ${name} set deadlock_timeout = '20ms'`))
  database = await connectDatabase({ url: target.url })
  await database.pool.query('create table counters (name text primary key, n int not null)')
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

/** An error as the driver throws it. */
const pgError = (code: string) => Object.assign(new Error(`sql state ${code}`), { code })

const AT_ONCE = { attempts: 4, pause: 0 }

/** Work that fails with these errors, one after the other, and then succeeds. */
function failing(errors: Error[]) {
  let calls = 0
  const work = async () => {
    const error = errors[calls]
    calls += 1
    if (error) throw error
    return 'done'
  }
  return { work, calls: () => calls }
}

test.each(['40001', '40P01'])('what PostgreSQL rolled back with %s is done again', async (code) => {
  const { work, calls } = failing([pgError(code), pgError(code)])
  expect(await withRetry(work, AT_ONCE)).toBe('done')
  expect(calls()).toBe(3)
})

test('trying again ends, and then the error is the last one’s', async () => {
  const last = pgError('40001')
  const { work, calls } = failing([pgError('40001'), pgError('40P01'), pgError('40001'), last])
  await expect(withRetry(work, AT_ONCE)).rejects.toBe(last)
  expect(calls()).toBe(4)
})

test.each(['23505', '23514', '40002', '40003', '55P03', '57014', '57P01', '08006', 'ECONNRESET'])(
  '%s is not tried again: who knows what it did',
  async (code) => {
    const { work, calls } = failing([pgError(code)])
    await expect(withRetry(work, AT_ONCE)).rejects.toMatchObject({ code })
    expect(calls()).toBe(1)
  },
)

test('an error that is no database’s is not tried again', async () => {
  const { work, calls } = failing([new Error('40001')])
  await expect(withRetry(work, AT_ONCE)).rejects.toThrow('40001')
  expect(calls()).toBe(1)
})

test('the state is found however deep the driver’s error is wrapped', () => {
  const wrapped = new Error('outer', { cause: new Error('inner', { cause: pgError('40001') }) })
  expect(sqlState(wrapped)).toBe('40001')
  expect(sqlState('40001')).toBeUndefined()
  expect(sqlState(undefined)).toBeUndefined()
})

const counterOf = async (name: string) =>
  (await database.pool.query('select n from counters where name = $1', [name])).rows[0]?.n

const newCounter = (name: string) =>
  database.pool.query('insert into counters values ($1, 0)', [name])

const isolate = statement<object>('', 'set transaction isolation level serializable')
const readCounter = statement<{ n: number }>('', 'select n from counters where name = $1')
const writeCounter = statement<object>('', 'update counters set n = $2 where name = $1')
const addToCounter = statement<object>('', 'update counters set n = n + 1 where name = $1')

test('transactions that really cannot be serialised are done again until they fit', async () => {
  await newCounter('serial')
  let tries = 0
  const [first, second] = [gate(), gate()]
  const readers = [first, second]
  const increment = (mine: number) =>
    database.db().transaction(async (tx) => {
      tries += 1
      await tx.query(isolate, [])
      const [row] = await tx.query(readCounter, ['serial'])
      // Both have read before either writes, so one of them must fail.
      readers[mine]?.open()
      await Promise.all(readers.map(({ passed }) => passed))
      await tx.query(writeCounter, ['serial', (row?.n ?? 0) + 1])
    })
  await Promise.all([increment(0), increment(1)])
  expect(await counterOf('serial')).toBe(2)
  expect(tries).toBe(3)
})

test('a real deadlock is broken, and its loser done again', async () => {
  await Promise.all([newCounter('a'), newCounter('b')])
  let tries = 0
  const locked = [gate(), gate()]
  const both = (mine: number, names: [string, string]) =>
    database.db().transaction(async (tx) => {
      tries += 1
      await tx.query(addToCounter, [names[0]])
      locked[mine]?.open()
      await Promise.all(locked.map(({ passed }) => passed))
      await tx.query(addToCounter, [names[1]])
    })
  await Promise.all([both(0, ['a', 'b']), both(1, ['b', 'a'])])
  expect([await counterOf('a'), await counterOf('b')]).toEqual([2, 2])
  expect(tries).toBe(3)
})

test('a single statement that meets a deadlock is done again as well', async () => {
  await Promise.all([newCounter('c'), newCounter('d')])
  const locked = gate()
  const go = gate()
  const transaction = database.db().transaction(async (tx) => {
    await tx.query(addToCounter, ['d'])
    locked.open()
    await go.passed
    await tx.query(addToCounter, ['c'])
  })
  await locked.passed
  // Takes c first and then waits for d, because the block does so in this order.
  const single = database.db().query(
    statement<object>(
      '',
      `do $$ begin
         update counters set n = n + 10 where name = 'c';
         update counters set n = n + 10 where name = 'd';
       end $$`,
    ),
    [],
  )
  await untilBlocked(database)
  go.open()
  await Promise.all([transaction, single])
  expect([await counterOf('c'), await counterOf('d')]).toEqual([11, 11])
})
