import { readdir, readFile, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { createDiskStore } from '@souk/blobs'
import { createClient } from '@souk/client'
import type { Database } from '@souk/database'
import {
  createTestDatabase,
  describeAll,
  onServer,
  type TestDatabase,
} from '@souk/database/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createArchive } from '../../src/backup/archive-writer.ts'
import { newBackupKey } from '../../src/backup/backup-key.ts'
import { restoreBackup } from '../../src/backup/restore-backup.ts'
import { startSouk } from '../../src/compose.ts'
import { readConfig } from '../../src/config/config.ts'
import {
  backUp,
  inspect,
  newFolder,
  restoreInto,
  SECRET,
  type Sums,
  withDatabase,
} from '../../src/testing/backups.ts'
import { openBooks } from '../../src/testing/books.ts'
import { getFile, pdfOf, sendForm } from '../../src/testing/files.ts'
import { createHttpClient, type HttpClient, type TestUser } from '../../src/testing/http-client.ts'
import { startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

// One backup, made while people deal, and restored into an empty database.

const LEAP = 1_000_000

let souk: TestSouk
let users: TestUser[]
let folder: Awaited<ReturnType<typeof newFolder>>
let restored: TestDatabase
let path: string
let [before, after]: [Sums, Sums] = [{}, {}]
let file: string
beforeAll(async () => {
  souk = await startTestSouk()
  folder = await newFolder()
  path = join(folder.dir, 'souk.backup')
  restored = await createTestDatabase('template0')
  users = await Promise.all(['ann', 'bea', 'cleo', 'dora'].map((name) => souk.signUp(name)))
  const sent = new File([new Uint8Array(pdfOf(12_000))], 'receipt.pdf')
  file = (await sendForm(souk.url, users[0]?.token ?? '', sent)).entity.id
  await deal()

  let isBusy = true
  const load = users.map(async () => {
    while (isBusy) await deal()
  })
  const written = await backUp(souk.databaseUrl, path, { dataDir: souk.dataDir })
  isBusy = false
  await Promise.all(load)
  before = written.sums
  expect(written).toMatchObject({ files: 1, missing: 0 })
  after = await restoreInto(restored.url, path, { dataDir: folder.dir, leap: LEAP })
}, 60_000)
afterAll(async () => {
  await restored.drop()
  await souk.stop()
  await folder.remove()
})

/** A trade of some pair from its beginning to its end. */
async function deal(): Promise<void> {
  const [seller, buyer] = users.toSorted(() => Math.random() - 0.5)
  const created = await souk.post('/trades', { asset: 'btc', amount: 0.001 }, seller?.token)
  await souk.post(`/trades/${created.body.id}/buy`, {}, buyer?.token)
  await souk.post(`/trades/${created.body.id}/release`, {}, seller?.token)
}

test('every table is what it was at the moment of the backup, whatever went on', () => {
  expect(Object.keys(before).length).toBeGreaterThan(60)
  expect(after).toEqual(before)
})

test('the books are in order', async () => {
  const books = await openBooks(restored.url)
  expect(await books.verify()).toEqual([])
  await books.close()
})

test('the schema is that of a database that was never anything else', async () => {
  const { url, drop } = await createTestDatabase()
  expect(await shapeOf(restored.url)).toEqual(await shapeOf(url))
  await drop()
})

/** Everything with its indexes, constraints and triggers, which are off while rows are loaded. */
const shapeOf = (url: string) =>
  withDatabase(url, async ({ pool }) => [
    await describeAll(
      async (text, values) => (await pool.query(text, values as [])).rows,
      ['public', 'ledger'],
    ),
    (await pool.query(`select tgenabled, count(*) from pg_trigger group by 1`)).rows,
    (await pool.query(`select convalidated, count(*) from pg_constraint group by 1`)).rows,
  ])

test('nobody but its owner may read it, and nothing else is left beside it', async () => {
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await readdir(folder.dir)).filter((name) => name.includes('partial'))).toEqual([])
})

/** A Souk on what was restored. */
async function withRestored(work: (http: HttpClient) => Promise<void>): Promise<void> {
  const config = readConfig({
    DATABASE_URL: restored.url,
    DATA_DIR: folder.dir,
    SECRET_KEY: TEST_SECRET,
    SANDBOX: 'on',
    HOST: '127.0.0.1',
    PORT: '0',
    TRADE_CHAT_PORT: '0',
  })
  const other = await startSouk(config, pino({ level: 'error' }))
  try {
    await work(createHttpClient(`http://127.0.0.1:${other.port}`))
  } finally {
    await other.stop()
  }
}

test('a Souk starts on it: sessions and files are there, and numbers go on far above', () =>
  withRestored(async (http) => {
    const [ann] = users
    expect((await http.get('/auth/me', ann?.token)).body.entity).toMatchObject({ username: 'ann' })
    const download = await getFile(http.url, file, ann?.token)
    expect(download.status).toBe(200)
    const eve = await http.signUp('eve')
    expect(eve.id).toBeGreaterThan(LEAP)
  }))

test('who has heard more than the backup knows of misses nothing of what comes', async () => {
  const [ann, bea] = users
  // Of this chat the backup has nothing at all.
  for (const message of ['one', 'two', 'three']) {
    await souk.post(`/chat/messages/${bea?.id}/`, { message }, ann?.token)
  }
  const [trades, chat] = await Promise.all([headOf(`user:${ann?.id}`), headOf(`chat:${bea?.id}`)])
  await withRestored(async ({ url, post }) => {
    const [asAnn, asBea] = [ann, bea].map((user) => createClient({ url, token: user?.token ?? '' }))
    const heard: string[] = []
    const onData = ({ data }: { data: { type: string } }) => void heard.push(data.type)
    asAnn?.me.events.subscribe({ lastEventId: trades }, { onData })
    asBea?.chat.watch.subscribe({ lastEventId: chat }, { onData })
    await post('/trades', { asset: 'btc', amount: 0.001 }, ann?.token)
    await post(`/chat/messages/${bea?.id}/`, { message: 'Hello' }, ann?.token)
    await vi.waitUntil(() => heard.length >= 2, { timeout: 20_000 })
    expect(heard.toSorted()).toEqual(['direct.message', 'trade.created'])
    await Promise.all([asAnn?.close(), asBea?.close()])
  })
}, 60_000)

/** The last that was heard of a stream, as the SDK remembers it. */
async function headOf(stream: string): Promise<string> {
  const rows = await souk.sql(`select head from event_streams where name = '${stream}'`)
  return String((rows as { head: number }[])[0]?.head)
}

test('tables that somebody has put beside ours are left out, and named', async () => {
  const beside = await createTestDatabase()
  const role = `reporter_${crypto.randomUUID().replaceAll('-', '')}`
  const database = new URL(beside.url).pathname.slice(1)
  await onServer(beside.url, (run) =>
    run(`create role ${role} login password 'geheim';
         create table public."Report of May" (n int); create schema reports; create table reports.t (n int);
         alter database ${database} owner to ${role};
         grant usage on schema ledger, pgboss to ${role};
         grant select on all tables in schema public, ledger, pgboss to ${role};
         grant select on all sequences in schema public, ledger to ${role};
         revoke select on public."Report of May" from ${role}`),
  )
  const other = join(folder.dir, 'beside.backup')
  try {
    const url = Object.assign(new URL(beside.url), { username: role, password: 'geheim' })
    const written = await backUp(url.href, other)
    expect(written.others).toEqual(['public."Report of May"'])
    expect(written.tables.map(({ name }) => name)).toEqual(Object.keys(before))
  } finally {
    await beside.drop()
    await souk.sql(`drop role ${role}`)
  }
})

test('what is there is not overwritten: neither a file, nor a database', async () => {
  await expect(backUp(souk.databaseUrl, path)).rejects.toThrow('is there already')
  await expect(restoreInto(souk.databaseUrl, path)).rejects.toThrow('is not empty')
  const nowhere = join(folder.dir, 'nowhere')
  await symlink(join(folder.dir, 'gone'), nowhere)
  await expect(backUp(souk.databaseUrl, nowhere)).rejects.toThrow('is there already')
})

test('of two backups that are given one name at a time, the first to be whole has it', async () => {
  const name = join(folder.dir, 'one-name')
  const key = newBackupKey(SECRET)
  const [slow, fast] = [await createArchive(name), await createArchive(name)]
  await fast.finish(key)
  const kept = await readFile(name)
  await slow.add('more', Buffer.from('rows'))
  await expect(slow.finish(key)).rejects.toThrow('is there already')
  await slow.discard()
  expect(await readFile(name)).toEqual(kept)
  expect((await readdir(folder.dir)).filter((each) => each.startsWith('one-name'))).toEqual([
    'one-name',
  ])
})

test.each([
  ['in a folder that is not there', 'nowhere/b', 'nowhere/b cannot be written: ENOENT'],
  ['in a file', 'souk.backup/b', 'souk.backup/b cannot be written: ENOTDIR'],
])('where none can be written, as %s, it says so', async (_where, name, why) => {
  const other = join(folder.dir, name)
  await expect(backUp(souk.databaseUrl, other)).rejects.toThrow(join(folder.dir, why))
})

test.each(['', '-'])('"%s" names no file', async (name) => {
  await expect(backUp(souk.databaseUrl, name)).rejects.toThrow('goes into a file')
})

test('a database that a newer Souk has upgraded is left to that one', async () => {
  const newer = await createTestDatabase()
  const other = join(folder.dir, 'newer.backup')
  try {
    await onServer(newer.url, (run) =>
      run(`insert into migrations (name) values ('Migration3000')`),
    )
    await expect(backUp(newer.url, other)).rejects.toThrow(/newer Souk.*\(Migration3000\)/)
    expect((await readdir(folder.dir)).filter((name) => name.startsWith('newer'))).toEqual([])
  } finally {
    await newer.drop()
  }
})

test('a backup that is interrupted leaves nothing', async () => {
  const signal = AbortSignal.abort(new Error('interrupted'))
  const other = join(folder.dir, 'other.backup')
  await expect(backUp(souk.databaseUrl, other, { signal })).rejects.toThrow('interrupted')
  expect((await readdir(folder.dir)).filter((name) => name.startsWith('other'))).toEqual([])
})

test('a restore that is interrupted once all rows are there leaves nothing either', async () => {
  const target = await createTestDatabase('template0')
  const stop = new AbortController()
  const rest = { spool: folder.dir, leap: 0, progress: { begin() {}, advance() {}, end() {} } }
  try {
    const backup = await inspect(path)
    const restoring = withDatabase(target.url, (database) => {
      const rebuild: Database['rebuild'] = (wanted) =>
        database.rebuild({
          ...wanted,
          async fill(load) {
            await wanted.fill(load)
            stop.abort(new Error('interrupted'))
          },
        })
      const blobs = createDiskStore(join(folder.dir, 'blobs'))
      const into = { ...rest, database: { ...database, rebuild }, blobs, signal: stop.signal }
      return restoreBackup(backup, into)
    })
    await expect(restoring).rejects.toThrow('interrupted')
    const left = await onServer(target.url, (run) => run('select from pg_class where oid > 16384'))
    expect(left).toEqual([])
  } finally {
    await target.drop()
  }
})

test('who owns the database restores it, without being a superuser', async () => {
  const target = await createTestDatabase('template0')
  const role = `souk_owner_${crypto.randomUUID().replaceAll('-', '')}`
  const url = new URL(target.url)
  await onServer(target.url, (run) =>
    run(`create role ${role} login password 'geheim';
         alter database ${url.pathname.slice(1)} owner to ${role}`),
  )
  try {
    const own = Object.assign(new URL(url), { username: role, password: 'geheim' })
    expect(await restoreInto(own.href, path, { dataDir: folder.dir })).toEqual(before)
  } finally {
    await target.drop()
    await souk.sql(`drop role ${role}`)
  }
})
