import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onServer } from '@souk/database/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newFolder } from '../../../src/testing/backups.ts'
import { beside } from '../../../src/testing/crash.ts'
import type { TestUser } from '../../../src/testing/http-client.ts'
import { type SoukCommand, soukCommand } from '../../../src/testing/souk-command.ts'
import {
  type CrashData,
  isAlive,
  newCrashData,
  postmasterOf,
  type SoukProcess,
  spawnSouk,
} from '../../../src/testing/souk-process.ts'

// `souk backup` and `souk restore` with the embedded PostgreSQL: beside a Souk, without one, killed in
// the middle, and with more rows than memory should ever hold. One test after another.

const WITHIN = { timeout: 60_000, interval: 10 }

/** MB of rows, and how much more memory they may take than none. */
const BIG = 250
const MORE_MEMORY = 160

let data: CrashData
let other: CrashData
let souk: SoukProcess
let ann: TestUser
let folder: Awaited<ReturnType<typeof newFolder>>
let small: number
beforeAll(async () => {
  ;[data, other, folder] = await Promise.all([newCrashData(), newCrashData(), newFolder()])
  souk = await spawnSouk(data.dir)
  ann = await souk.http.signUp('ann')
}, 90_000)
afterAll(async () => {
  await Promise.all([data.remove(), other.remove(), folder.remove()])
})

const file = (name: string) => join(folder.dir, name)
const run = (dir: string, ...args: string[]) => soukCommand(args, { DATA_DIR: dir })

test('a backup is made while Souk serves, and says what is not in it', async () => {
  let isBusy = true
  const dealing = (async () => {
    while (isBusy) await souk.http.post('/trades', { asset: 'btc', amount: 0.001 }, ann.token)
  })()
  const { code, output, errors, peak } = await run(data.dir, 'backup', file('first')).ended
  isBusy = false
  await dealing
  expect([code, errors]).toEqual([0, expect.stringContaining('100%')])
  expect(output).toMatch(
    /rows of \d\d tables and 0 files.*\nNot in it: the secret key \(.*secret-key\)/,
  )
  small = peak
})

test('one that is there already is not overwritten', async () => {
  const before = await stat(file('first'))
  const { code, errors } = await run(data.dir, 'backup', file('first')).ended
  expect([code, errors]).toEqual([2, `${file('first')} is there already: name another file.\n`])
  expect(await stat(file('first'))).toMatchObject({ mtimeMs: before.mtimeMs, size: before.size })
})

test('on a disk that is full it says so, and leaves nothing', async (context) => {
  const disk = await mkdtemp(join(tmpdir(), 'souk-full-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk])
  try {
    if (status !== 0) return context.skip('no small disk can be mounted here')
    const { code, errors } = await run(data.dir, 'backup', join(disk, 'full')).ended
    expect([code, await readdir(disk)]).toEqual([2, []])
    expect(errors).toMatch(/\n\S*full cannot be written: ENOSPC: no space left on device[^\n]*\n$/)
  } finally {
    spawnSync('umount', ['-l', disk])
    await rm(disk, { recursive: true, force: true })
  }
})

/** Kills a command once something has happened. */
async function killOnce(command: SoukCommand, happened: () => Promise<boolean>): Promise<void> {
  await vi.waitUntil(happened, WITHIN)
  command.kill()
  expect((await command.ended).code).toBe('SIGKILL')
}

test('killed in the middle, a backup leaves no file of its name, and holds nobody up', async () => {
  await beside(data).sql(
    `insert into events (stream, seq, type, data, occurred_at)
     select 'filler', n, 'filler', jsonb_build_object('text',
              (select string_agg(md5(random()::text), '') from generate_series(1, 32) where n > 0)), now()
       from generate_series(1, ${BIG * 1000}) n`,
  )
  await killOnce(run(data.dir, 'backup', file('killed')), async () => {
    const left = await readdir(folder.dir)
    const partial = left.find((name) => name.startsWith('killed'))
    return partial !== undefined && (await stat(file(partial))).size > 20_000_000
  })
  expect(await readdir(folder.dir)).toEqual([
    'first',
    expect.stringMatching(/^killed\.\w+\.partial$/),
  ])
  expect((await souk.http.get('/auth/me', ann.token)).status).toBe(200)
}, 120_000)

test('a backup of a Souk that is stopped starts PostgreSQL for it, and takes no memory for rows', async () => {
  expect(await souk.end('SIGTERM')).toBe(0)
  const { code, peak } = await run(data.dir, 'backup', file('big')).ended
  expect(code).toBe(0)
  expect((await stat(file('big'))).size).toBeGreaterThan(BIG * 400_000)
  expect(peak - small).toBeLessThan(MORE_MEMORY)
  const server = await postmasterOf(data.dir).catch(() => undefined)
  expect(server === undefined || !isAlive(server)).toBe(true)
}, 120_000)

test('without the secret key of the backup nothing is restored', async () => {
  const { code, errors } = await run(other.dir, 'restore', file('big')).ended
  expect([code, errors]).toEqual([2, expect.stringMatching(/^There is no secret key yet in/)])
  await mkdir(other.dir, { recursive: true })
  await copyFile(join(data.dir, 'secret-key'), join(other.dir, 'secret-key'))
})

test('killed in the middle, a restore leaves the database as empty as it was', async () => {
  const restore = run(other.dir, 'restore', file('big'))
  await vi.waitUntil(() => postmasterOf(other.dir).catch(() => undefined), WITHIN)
  const { url, stop } = await other.postgres()
  const asked = `select from pg_stat_activity where state = 'active' and query like 'copy public.events%'`
  await killOnce(restore, async () => (await onServer(url, (sql) => sql(asked))).length > 0)
  const objects = `select relname from pg_class where oid > 16384`
  await vi.waitUntil(async () => (await onServer(url, (sql) => sql(objects))).length === 0, WITHIN)
  await stop()
}, 120_000)

test('the same file is then restored, within the same memory, and Souk starts on it', async () => {
  const { code, output, errors, peak } = await run(other.dir, 'restore', file('big')).ended
  expect([code, errors]).toEqual([0, expect.stringContaining('Restoring')])
  expect(output).toMatch(/Restored: .*The ledger is clean\.\n$/s)
  expect(peak - small).toBeLessThan(MORE_MEMORY)
  const again = await run(other.dir, 'restore', file('big')).ended
  expect([again.code, again.errors]).toEqual([2, expect.stringContaining('is not empty')])

  const restored = await spawnSouk(other.dir)
  expect((await restored.http.get('/auth/me', ann.token)).body.entity).toMatchObject({
    username: 'ann',
  })
  expect(await restored.end('SIGTERM')).toBe(0)
}, 240_000)
