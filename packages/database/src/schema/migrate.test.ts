import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { connectDatabase, type Database, isUnavailable, type Schema, statement } from '../index.ts'
import { createTestDatabase, onServer, type TestDatabase } from '../testing.ts'

let target: TestDatabase
let scratch: string
beforeAll(async () => {
  target = await createTestDatabase()
  scratch = await mkdtemp(join(tmpdir(), 'souk-schema-'))
})
afterAll(async () => {
  await target.drop()
  await rm(scratch, { recursive: true })
})

/** A folder of `.sql` files. */
async function folder(files: Readonly<Record<string, string>>): Promise<URL> {
  const dir = await mkdtemp(join(scratch, 'sql-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, `${name}.sql`), text)
  return pathToFileURL(`${dir}/`)
}

type Files = Readonly<Record<string, string>>

interface Version {
  readonly migrations?: Files
  readonly current?: Files
  readonly version?: number
}

async function schemaOf({ migrations = MIGRATIONS, current = {}, version = 1 }: Version) {
  return {
    entities: [],
    migrations: [await folder(migrations)],
    current: { version, folders: [await folder(current)] },
  } satisfies Schema
}

// Each would fail if it were applied twice, or before the one that comes first.
const MIGRATIONS: Files = {
  '20260101000001_first': 'create schema toys; create table toys.cars (id int)',
  '20260101000002_second': 'insert into toys.cars values (1)',
  '20260101000003_third': 'alter table toys.cars rename to trains',
}
const only = (count: number) => Object.fromEntries(Object.entries(MIGRATIONS).slice(0, count))
const names = Object.keys(MIGRATIONS).map((name) => `Migration${name}`)
/** The one that every database has. */
const OWN = 'Migration20261128000016_current_sql'

type Connect = (version?: Version) => Promise<Database>

/** Gives `work` an empty database to which any number of processes may connect. */
async function onEmptyDatabase(work: (connect: Connect) => Promise<void>): Promise<void> {
  const name = `souk_test_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(target.url, (run) => run(`create database ${name} template template0`))
  const url = Object.assign(new URL(target.url), { pathname: name }).href
  const open: Database[] = []
  try {
    await work(async (version = {}) => {
      const database = await connectDatabase({ url, schema: await schemaOf(version) })
      open.push(database)
      return database
    })
  } finally {
    await Promise.all(open.map((database) => database.close()))
    await onServer(target.url, (run) => run(`drop database ${name} with (force)`))
  }
}

const rowsOf = async ({ pool }: Database, sql: string) => (await pool.query(sql)).rows
const trainsIn = (database: Database) => rowsOf(database, 'select id from toys.trains')

test('an empty database gets every migration, once and in order', () =>
  onEmptyDatabase(async (connect) => {
    const database = await connect()
    expect(await database.migrate()).toEqual([...names, OWN])
    expect(await database.migrate()).toEqual([])
    expect(await trainsIn(database)).toEqual([{ id: 1 }])
  }))

test('migrations of several folders are applied in the order of their names', () =>
  onEmptyDatabase(async (connect) => {
    const database = await connect({ migrations: { '20261201000001_later': 'select 1' } })
    expect(await database.migrate()).toEqual([OWN, 'Migration20261201000001_later'])
  }))

test('of four processes that start on an empty database at once, one migrates it', () =>
  onEmptyDatabase(async (connect) => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => connect()))
    const applied = await Promise.all(processes.map((database) => database.migrate()))
    expect(applied.filter((each) => each.length > 0)).toEqual([[...names, OWN]])
    for (const database of processes) expect(await trainsIn(database)).toEqual([{ id: 1 }])
  }))

test('a newer process adds what is missing, and an older one finds nothing to do', () =>
  onEmptyDatabase(async (connect) => {
    const [older, newer] = [await connect({ migrations: only(2) }), await connect()]
    expect(await older.migrate()).toEqual([...names.slice(0, 2), OWN])
    expect(await newer.migrate()).toEqual(names.slice(2))
    expect(await older.migrate()).toEqual([])
  }))

test('an upgrade that fails at any point leaves nothing behind, and holds nobody up', () =>
  onEmptyDatabase(async (connect) => {
    const halfWay = {
      ...only(1),
      '20260101000002_broken': 'create table toys.half (id int); select 1 / 0',
    }
    await expect((await connect({ migrations: halfWay })).migrate()).rejects.toThrow(/by zero/)
    const wrongText = {
      f: 'create or replace function f() returns int language sql as $$ slect $$',
    }
    await expect((await connect({ current: wrongText })).migrate()).rejects.toThrow(/slect/)
    const right = await connect()
    expect(await rowsOf(right, `select to_regclass('toys.trains') as trains`)).toEqual([
      { trains: null },
    ])
    expect(await right.migrate()).toEqual([...names, OWN])
  }))

const f = (body: string, parameters = '') =>
  `create or replace function f(${parameters}) returns text language sql as $$ select ${body} $$;\n`

test('functions need no order among themselves, nor with the views that use them', () =>
  onEmptyDatabase(async (connect) => {
    const database = await connect({
      current: {
        a: `create or replace view v as select f() as said;\n${f('g()')}`,
        b: `create or replace function g() returns text language sql as $$ select 'g' $$;`,
      },
    })
    await database.migrate()
    expect(await rowsOf(database, 'select said from v')).toEqual([{ said: 'g' }])
  }))

test('a name that a function uses and nothing has is refused', () =>
  onEmptyDatabase(async (connect) => {
    const database = await connect({ current: { f: f('nobody()') } })
    await expect(database.migrate()).rejects.toThrow('nobody() does not exist')
  }))

test('one object has one text, in one file', () =>
  onEmptyDatabase(async (connect) => {
    const database = await connect({ current: { a: f(`'one'`), b: f(`'other'`) } })
    await expect(database.migrate()).rejects.toThrow('f has two texts')
  }))

test('what no file names any more is dropped, and what an operator added stays', () =>
  onEmptyDatabase(async (connect) => {
    const older = await connect({
      current: { f: f(`'f'`), v: 'create or replace view v as select 1' },
    })
    await older.migrate()
    await older.pool.query(`create function theirs() returns text language sql as $$ select 'x' $$`)
    const newer = await connect({ current: { g: f(`'g'`).replace(' f(', ' g(') }, version: 2 })
    await newer.migrate()
    const found = await rowsOf(
      newer,
      `select to_regproc('f') as f, to_regclass('v') as v, g() as g, theirs() as theirs`,
    )
    expect(found).toEqual([{ f: null, v: null, g: 'g', theirs: 'x' }])
  }))

test('functions of an extension, or an operator, under the name of one of ours stay', () =>
  onEmptyDatabase(async (connect) => {
    const ours = (version: number, body: string) =>
      connect({ current: { f: f(body, 'p_what text').replace(' f(', ' set_limit(') }, version })
    const first = await ours(1, `'first'`)
    await first.migrate()
    // As a version recorded it that knew names alone, or as it is recorded now.
    for (const objects of [`'function set_limit'`, undefined]) {
      if (objects) await first.pool.query(`update current_sql set objects = array[${objects}]`)
      await first.pool.query('create extension if not exists pg_trgm schema public')
      const version = objects ? 2 : 3
      await (await ours(version, `'version ${version}'`)).migrate()
      const found = await rowsOf(
        first,
        `select set_limit('x') as ours, set_limit(0.3::real) as theirs`,
      )
      expect(found).toEqual([{ ours: `version ${version}`, theirs: 0.3 }])
    }
    await first.pool.query(
      'create function set_limit(int) returns int language sql as $$ select $1 $$',
    )
    const renamed = { current: { f: f(`'f'`) }, version: 4 }
    await (await connect(renamed)).migrate()
    expect(await rowsOf(first, `select set_limit(7) as operators`)).toEqual([{ operators: 7 }])
    await expect(rowsOf(first, `select set_limit('x'::text)`)).rejects.toThrow('does not exist')
  }))

test('an older process never puts its texts back over those of a newer one', () =>
  onEmptyDatabase(async (connect) => {
    const older = await connect({ current: { f: f(`'old'`) } })
    const newer = await connect({ current: { f: f(`'new'`) }, version: 2 })
    await older.migrate()
    await newer.migrate()
    await older.migrate()
    const restarted = await connect({ current: { f: f(`'old'`) } })
    await restarted.migrate()
    expect(await rowsOf(older, 'select f()')).toEqual([{ f: 'new' }])
  }))

test('beside a newer process, an older one goes on with what it still knows', () =>
  onEmptyDatabase(async (connect) => {
    const view = (columns: string) => ({ v: `create or replace view v as select ${columns};` })
    const older = await connect({ current: { f: f(`'old'`), ...view('1 as a') } })
    await older.migrate()
    const call = statement<{ f: string }>('test-call-f', 'select f()')
    const look = statement<{ a: number }>('test-look-at-v', 'select * from v')
    const db = older.db()
    expect(await db.query(call, [])).toEqual([{ f: 'old' }])
    expect(await db.query(look, [])).toEqual([{ a: 1 }])

    const changed = { f: f(`'new'`), ...view('0 as b, 1 as a') }
    await (await connect({ current: changed, version: 2 })).migrate()
    expect(await db.query(call, [])).toEqual([{ f: 'new' }])
    expect(await db.query(look, [])).toEqual([{ b: 0, a: 1 }])

    const gone = { f: f('p_what', 'p_what text'), ...view('1 as a') }
    await (await connect({ current: gone, version: 3 })).migrate()
    const error = await db.query(call, []).catch((thrown) => thrown)
    expect(isUnavailable(error)).toBe(true)
  }))

afterEach(() => vi.restoreAllMocks())

/** A migration that meets others at work so often; a sequence counts, for no transaction undoes it. */
const hindered = (state: string, times: number) => ({
  ...only(1),
  '20260101000002_hindered': `do $$ begin
    if nextval('tries') <= ${times} then raise exception 'others' using errcode = '${state}'; end if;
  end $$`,
})

test.each(['40P01', '40001', '55P03'])('an upgrade that meets %s tries again', (state) =>
  onEmptyDatabase(async (connect) => {
    vi.spyOn(Math, 'random').mockReturnValue(0) // the pauses
    const database = await connect({ migrations: hindered(state, 2) })
    await database.pool.query('create sequence tries')
    expect(await database.migrate()).toEqual([names[0], 'Migration20260101000002_hindered', OWN])
    expect(await rowsOf(database, 'select last_value::int as n from tries')).toEqual([{ n: 3 }])
  }),
)

test('an upgrade that others never let through fails in the end', () =>
  onEmptyDatabase(async (connect) => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const database = await connect({ migrations: hindered('40P01', 99) })
    await database.pool.query('create sequence tries')
    await expect(database.migrate()).rejects.toMatchObject({ code: '40P01' })
    expect(await rowsOf(database, 'select last_value::int as n from tries')).toEqual([{ n: 6 }])
  }))
