import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, type Database, type Db, statement } from './index.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let target: TestDatabase
let database: Database
let db: Db
beforeAll(async () => {
  target = await createTestDatabase()
  database = await connectDatabase({ url: target.url })
  db = database.db()
  await database.pool.query('create table notes (id int primary key, body text not null)')
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

const insert = statement<object>('note-insert', 'insert into notes values ($1, $2)')
const notes = statement<{ id: number }>(
  'note-ids',
  'select id from notes where body = $1 order by id',
)

let ids = 0
const write = (on: Db, body: string) => {
  ids += 1
  return on.query(insert, [ids, body])
}
const written = async (body: string) => (await db.query(notes, [body])).length

const conflict = () => Object.assign(new Error('cannot serialise'), { code: '40001' })

test('what a transaction wrote is there when it commits, and not when it throws', async () => {
  await db.transaction((tx) => write(tx, 'kept'))
  const refused = db.transaction(async (tx) => {
    await write(tx, 'dropped')
    throw new Error('refused')
  })
  await expect(refused).rejects.toThrow('refused')
  expect([await written('kept'), await written('dropped')]).toEqual([1, 0])
})

test('a transaction inside a transaction is part of it', async () => {
  const outer = db.transaction(async (tx) => {
    await tx.transaction((inner) => write(inner, 'inner'))
    throw new Error('refused')
  })
  await expect(outer).rejects.toThrow('refused')
  expect(await written('inner')).toBe(0)
})

test('the entity manager of a transaction works on the same connection', async () => {
  const refused = db.transaction(async (tx) => {
    await tx.em
      .getConnection()
      .execute(
        `insert into notes values (-1, 'by the manager')`,
        [],
        'run',
        tx.em.getTransactionContext(),
      )
    expect(await tx.query(notes, ['by the manager'])).toHaveLength(1)
    throw new Error('refused')
  })
  await expect(refused).rejects.toThrow('refused')
  expect(await written('by the manager')).toBe(0)
})

test('an effect comes after the commit, when others can see what was written', async () => {
  const seen: Promise<number>[] = []
  await db.transaction(async (tx) => {
    await write(tx, 'seen')
    tx.afterCommit(() => seen.push(written('seen')))
    expect(seen).toEqual([])
  })
  expect(await Promise.all(seen)).toEqual([1])
})

test('effects come in order, those of inner transactions with the outer one', async () => {
  const order: number[] = []
  await db.transaction(async (tx) => {
    tx.afterCommit(() => order.push(1))
    await tx.transaction(async (inner) => inner.afterCommit(() => order.push(2)))
    expect(order).toEqual([])
    tx.afterCommit(() => order.push(3))
  })
  expect(order).toEqual([1, 2, 3])
})

test('no effect comes of a transaction that was rolled back, and each once of one that was retried', async () => {
  const effects: string[] = []
  const refused = db.transaction(async (tx) => {
    tx.afterCommit(() => effects.push('refused'))
    throw new Error('refused')
  })
  await expect(refused).rejects.toThrow('refused')
  let tries = 0
  await db.transaction(async (tx) => {
    tries += 1
    tx.afterCommit(() => effects.push(`try ${tries}`))
    if (tries < 3) throw conflict()
  })
  expect(effects).toEqual(['try 3'])
})

test('no effect comes of a transaction whose commit fails', async () => {
  await database.pool.query(
    'alter table notes add constraint late unique (body) deferrable initially deferred',
  )
  const effects: string[] = []
  const refused = db.transaction(async (tx) => {
    await write(tx, 'twice')
    await write(tx, 'twice')
    tx.afterCommit(() => effects.push('committed'))
  })
  await expect(refused).rejects.toMatchObject({ code: '23505' })
  expect(effects).toEqual([])
  expect(await written('twice')).toBe(0)
  await database.pool.query('alter table notes drop constraint late')
})

test('outside of a transaction an effect comes at once', () => {
  const effects: string[] = []
  db.afterCommit(() => effects.push('now'))
  expect(effects).toEqual(['now'])
})

test('what must be remembered of a refusal is written once the rest has been rolled back', async () => {
  const refused = db.transaction(async (tx) => {
    await write(tx, 'attempt')
    tx.afterRollback(async (outside) => {
      expect(await written('attempt')).toBe(0)
      await write(outside, 'remembered')
    })
    throw new Error('refused')
  })
  await expect(refused).rejects.toThrow('refused')
  expect([await written('attempt'), await written('remembered')]).toEqual([0, 1])
})

test('nothing is remembered of what succeeds', async () => {
  await db.transaction(async (tx) => {
    tx.afterRollback(async (outside) => void (await write(outside, 'not remembered')))
  })
  expect(await written('not remembered')).toBe(0)
})

test('nothing is remembered of a conflict that the next try gets past', async () => {
  let tries = 0
  await db.transaction(async (tx) => {
    tries += 1
    tx.afterRollback(async (outside) => void (await write(outside, 'of a conflict')))
    if (tries === 1) throw conflict()
  })
  expect(await written('of a conflict')).toBe(0)
})

test('an effect that fails does not undo what was committed, nor do it again', async () => {
  let tries = 0
  const remembered: string[] = []
  await db
    .transaction(async (tx) => {
      tries += 1
      await write(tx, 'committed')
      tx.afterRollback(async () => void remembered.push('rolled back'))
      tx.afterCommit(() => {
        throw conflict()
      })
    })
    .catch(() => {})
  expect(await written('committed')).toBe(1)
  expect(tries).toBe(1)
  expect(remembered).toEqual([])
})

const pid = statement<{ pid: number }>('pid', 'select pg_backend_pid() as pid')

test('a connection that is lost in a transaction does not keep its place in the pool', async () => {
  const other = await connectDatabase({ url: target.url })
  const ended = new Promise((resolve) =>
    other.pool.once('acquire', (client) => client.once('end', resolve)),
  )
  const lost = other.db().transaction(async (tx) => {
    const [row] = await tx.query(pid, [])
    await database.pool.query('select pg_terminate_backend($1)', [row?.pid])
    await tx.query(pid, [])
  })
  await expect(lost).rejects.toThrow()
  await ended
  await new Promise(setImmediate)
  expect(other.pool.totalCount).toBe(0)
  await other.close()
})
