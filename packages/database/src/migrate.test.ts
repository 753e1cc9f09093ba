import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, type Database, sqlMigration } from './index.ts'
import { createTestDatabase, onServer, type TestDatabase } from './testing.ts'

let target: TestDatabase
beforeAll(async () => {
  target = await createTestDatabase()
})
afterAll(() => target.drop())

// Each would fail if it were applied twice, or before the one that comes first.
const migrations = [
  sqlMigration(
    'Migration20260101000001_first',
    'create schema toys; create table toys.cars (id int)',
  ),
  sqlMigration('Migration20260101000002_second', 'insert into toys.cars values (1)'),
  sqlMigration('Migration20260101000003_third', 'alter table toys.cars rename to trains'),
]
const names = migrations.map(({ name }) => name)

type Connect = (known?: typeof migrations) => Promise<Database>

/** Gives `work` an empty database to which any number of processes may connect. */
async function onEmptyDatabase(work: (connect: Connect) => Promise<void>): Promise<void> {
  const name = `souk_test_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(target.url, (run) => run(`create database ${name} template template0`))
  const url = Object.assign(new URL(target.url), { pathname: name }).href
  const open: Database[] = []
  try {
    await work(async (known = migrations) => {
      const database = await connectDatabase({ url, entities: [], migrations: known })
      open.push(database)
      return database
    })
  } finally {
    await Promise.all(open.map((database) => database.close()))
    await onServer(target.url, (run) => run(`drop database ${name} with (force)`))
  }
}

const trainsIn = async ({ pool }: Database) => (await pool.query('select id from toys.trains')).rows

test('an empty database gets every migration, once and in order', () =>
  onEmptyDatabase(async (connect) => {
    const database = await connect()
    expect(await database.migrate()).toEqual(names)
    expect(await database.migrate()).toEqual([])
    expect(await trainsIn(database)).toEqual([{ id: 1 }])
  }))

test('of four processes that start on an empty database at once, one migrates it', () =>
  onEmptyDatabase(async (connect) => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => connect()))
    const applied = await Promise.all(processes.map((database) => database.migrate()))
    expect(applied.filter((each) => each.length > 0)).toEqual([names])
    for (const database of processes) expect(await trainsIn(database)).toEqual([{ id: 1 }])
  }))

test('a newer process adds what is missing, and an older one finds nothing to do', () =>
  onEmptyDatabase(async (connect) => {
    const [older, newer] = [await connect(migrations.slice(0, 2)), await connect()]
    expect(await older.migrate()).toEqual(names.slice(0, 2))
    expect(await newer.migrate()).toEqual(names.slice(2))
    expect(await older.migrate()).toEqual([])
  }))

test('a migration that fails leaves nothing behind, and holds nobody up', () =>
  onEmptyDatabase(async (connect) => {
    const broken = sqlMigration(
      'Migration20260101000002_broken',
      'create table toys.half (id int); select 1 / 0',
    )
    const wrong = await connect([...migrations.slice(0, 1), broken])
    await expect(wrong.migrate()).rejects.toThrow('division by zero')
    const right = await connect()
    expect(await right.migrate()).toEqual(expect.arrayContaining(names.slice(1)))
    const left = await right.pool.query(`select to_regclass('toys.half') as half`)
    expect(left.rows).toEqual([{ half: null }])
  }))
