import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createTestDatabase,
  describeAll,
  onServer,
  type TestDatabase,
} from '@souk/database/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSouk } from '../../src/compose.ts'
import { readConfig } from '../../src/config/config.ts'
import {
  backUp,
  newFolder,
  restoreInto,
  type Sums,
  withDatabase,
} from '../../src/testing/backups.ts'
import { openBooks } from '../../src/testing/books.ts'
import { getFile, pdfOf, sendForm } from '../../src/testing/files.ts'
import { createHttpClient, type TestUser } from '../../src/testing/http-client.ts'
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

test('a Souk starts on it: sessions and files are there, and numbers go on far above', async () => {
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
    const http = createHttpClient(`http://127.0.0.1:${other.port}`)
    const [ann] = users
    expect((await http.get('/auth/me', ann?.token)).body.entity).toMatchObject({ username: 'ann' })
    const download = await getFile(http.url, file, ann?.token)
    expect(download.status).toBe(200)
    const eve = await http.signUp('eve')
    expect(eve.id).toBeGreaterThan(LEAP)
  } finally {
    await other.stop()
  }
})

test('what is there is not overwritten: neither a file, nor a database', async () => {
  await expect(backUp(souk.databaseUrl, path)).rejects.toThrow('is there already')
  await expect(restoreInto(souk.databaseUrl, path)).rejects.toThrow('is not empty')
})

test('a backup that is interrupted leaves nothing', async () => {
  const signal = AbortSignal.abort(new Error('interrupted'))
  const other = join(folder.dir, 'other.backup')
  await expect(backUp(souk.databaseUrl, other, { signal })).rejects.toThrow('interrupted')
  expect((await readdir(folder.dir)).filter((name) => name.startsWith('other'))).toEqual([])
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
