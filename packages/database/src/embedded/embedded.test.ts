import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { Client } from 'pg'
import { afterAll, expect, test, vi } from 'vitest'

import { adopt } from './adopt.ts'
import { openFolder } from './folder.ts'
import { chooseIdentity } from './identity.ts'
import { startEmbeddedPostgres } from './index.ts'
import { findPrograms } from './programs.ts'
import {
  cleanUp,
  end,
  newDir,
  query,
  serverPid,
  startHere,
  startInChild,
  until,
} from './testing/world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

// Most tests use one folder one after the other. Its name would break a careless shell command.
const shared = await newDir(`it's a "$HOME" \`souk\` é`)

afterAll(cleanUp)

test('the first start creates a UTF-8 database and answers', async () => {
  const messages: string[] = []
  const postgres = await startEmbeddedPostgres({
    dir: shared,
    durable: false,
    onProgress: (message) => messages.push(message),
  })
  const sql = `select current_user as role, current_database() as db, lower('SOUK É') as lower,
    current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums`
  const rows = await query(postgres.url, sql)
  await query(postgres.url, 'create table kept (n int)')
  await query(postgres.url, 'insert into kept values (1)')
  await postgres.stop()

  expect(rows).toEqual([
    { role: 'souk', db: 'souk', lower: 'souk é', encoding: 'UTF8', checksums: 'on' },
  ])
  expect(postgres.adopted).toBe(false)
  expect(messages).toEqual(['Creating the database (first start)…'])
  expect((await stat(join(shared, 'password'))).mode & 0o777).toBe(0o600)
})

test('stopping ends the server, and stopping again does nothing', async () => {
  const postgres = await startHere(shared)
  await postgres.stop()
  await postgres.stop()
  expect(await serverPid(shared)).toBeUndefined()
  await expect(query(postgres.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('a later start keeps the data, whatever PostgreSQL a shell is set up for', async () => {
  vi.stubEnv('PGSSLMODE', 'require')
  vi.stubEnv('PGOPTIONS', '-cfoo=1')
  const postgres = await startHere(shared).finally(() => vi.unstubAllEnvs())
  expect(await query(postgres.url, 'select n from kept')).toEqual([{ n: 1 }])
  expect(postgres.adopted).toBe(false)
  await postgres.stop()
})

test('a wrong password is refused', async () => {
  const postgres = await startHere(shared)
  const url = new URL(postgres.url)
  url.password = 'wrong'
  await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed')
  await postgres.stop()
})

test('the server of a killed process is taken over by the next start', async () => {
  const child = startInChild(shared)
  const { port } = await child.report
  const pid = await serverPid(shared)
  await end(child, 'SIGKILL')

  const postgres = await startHere(shared)
  expect(postgres).toMatchObject({ adopted: true, port })
  expect(await serverPid(shared)).toBe(pid)
  expect(await query(postgres.url, 'select n from kept')).toEqual([{ n: 1 }])
  await postgres.stop()
  expect(await serverPid(shared)).toBeUndefined()
})

test('stop leaves the server running for another process, which stops it as the last one', async () => {
  const child = startInChild(shared)
  await child.report
  const postgres = await startHere(shared)
  await postgres.stop()
  expect(await query(postgres.url, 'select n from kept')).toEqual([{ n: 1 }])

  await end(child, 'SIGTERM')
  expect(await serverPid(shared)).toBeUndefined()
})

test('stop leaves the server running for any other client', async () => {
  const first = await startHere(shared)
  const client = new Client({ connectionString: first.url })
  await client.connect()
  await first.stop()
  expect((await client.query('select n from kept')).rows).toEqual([{ n: 1 }])

  const second = await startHere(shared)
  await client.end()
  await second.stop()
  expect(second.adopted).toBe(true)
  expect(await serverPid(shared)).toBeUndefined()
})

test('a killed server recovers at the next start, with everything committed', async () => {
  const before = await startEmbeddedPostgres({ dir: shared })
  await query(before.url, 'insert into kept values (2)')
  // A process at work notices only afterwards that the server is gone.
  const atWork = query(before.url, 'select count(*) from generate_series(1, 5000000)')
  const sql = `select from pg_stat_activity where query like '%generate_series%' and state = 'active'`
  await until(async () => (await query(before.url, sql)).length > 1)
  process.kill((await serverPid(shared)) ?? Number.NaN, 'SIGKILL')

  const after = await startHere(shared)
  expect(after.adopted).toBe(false)
  expect(await query(after.url, 'select n from kept order by n')).toEqual([{ n: 1 }, { n: 2 }])
  await atWork.catch(() => {})
  await before.stop()
  expect(await query(after.url, 'select 1 as alive')).toEqual([{ alive: 1 }])
  await after.stop()
})

test('a pid file whose process id now belongs to another program does not prevent a start', async () => {
  const file = join(shared, 'pgdata', 'postmaster.pid')
  await writeFile(file, `${process.pid}\n${shared}/pgdata\n1700000000\n5432\n\n127.0.0.1\n`)
  const postgres = await startHere(shared)
  expect(postgres.adopted).toBe(false)
  await postgres.stop()
})

test('an empty pid file, as a full disk leaves it, does not prevent a start', async () => {
  await writeFile(join(shared, 'pgdata', 'postmaster.pid'), '')
  const postgres = await startHere(shared)
  await postgres.stop()
})

test('a server that does not answer is stopped, whatever that takes', async () => {
  const stuck = await startHere(shared)
  const pid = (await serverPid(shared)) ?? Number.NaN
  process.kill(pid, 'SIGSTOP')
  const folder = await openFolder(shared)
  const programs = await findPrograms()
  const onProgress = () => {}
  const identity = await chooseIdentity(programs, folder, onProgress)
  const context = { folder, programs, identity, durable: false, onProgress }
  const password = new URL(stuck.url).password

  const patience = { silentMs: 100, busyMs: 1000, fastSeconds: 1, immediateSeconds: 1 }
  expect(await adopt(context, password, patience)).toBeUndefined()
  expect(await serverPid(shared)).toBeUndefined()
  await stuck.stop()
  const next = await startHere(shared)
  expect(await query(next.url, 'select count(*)::int as n from kept')).toEqual([{ n: 2 }])
  await next.stop()
})

test('a missing password file is reported with what to do', async () => {
  const file = join(shared, 'password')
  const password = await readFile(file, 'utf8')
  await rm(file)
  await expect(startHere(shared)).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringContaining('Restore the file from a backup'),
  })
  await writeFile(file, 'not the password')
  await expect(startHere(shared)).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringContaining('password authentication failed'),
  })
  expect(await serverPid(shared)).toBeUndefined()
  await writeFile(file, password)
})

test('a server that cannot start is reported with the end of its log', async () => {
  const file = join(shared, 'pgdata', 'postgresql.conf')
  const settings = await readFile(file, 'utf8')
  await writeFile(file, 'no_such_setting = 1\n')
  await expect(startHere(shared)).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringContaining('no_such_setting'),
  })
  await writeFile(file, settings)
})

test('data of another version is refused, naming both and what to do', async () => {
  const file = join(shared, 'pgdata', 'PG_VERSION')
  await writeFile(file, '16\n')
  const start = startHere(shared)
  await expect(start).rejects.toMatchObject({ code: 'WRONG_VERSION' })
  await expect(start).rejects.toThrow(/by PostgreSQL 16, but .* PostgreSQL 18\.4.*[\s\S]*pg_dump/)
  await writeFile(file, '18\n')
})

test('a folder with something else in it is left alone', async () => {
  const dir = await newDir()
  const { cluster } = await openFolder(dir)
  await openFolder(join(cluster, 'holiday pictures'))
  await expect(startHere(dir)).rejects.toMatchObject({ code: 'START_FAILED' })
  expect(await readdir(cluster)).toEqual(['holiday pictures'])
})

test('where there can be no folder, that is said', async () => {
  await expect(startHere('/proc/souk')).rejects.toMatchObject({
    code: 'NOT_PERMITTED',
    message: expect.stringMatching(/^PostgreSQL cannot use \/proc\/souk: .+\n.+DATA_DIR/),
  })
})

test('of two simultaneous first starts one creates the server and the other takes it over', async () => {
  const dir = await newDir()
  const child = startInChild(dir)
  const [postgres, other] = await Promise.all([startHere(dir), child.report])
  expect([postgres.adopted, other.adopted].sort()).toEqual([false, true])
  expect(other.url).toBe(postgres.url)

  await end(child, 'SIGKILL')
  await postgres.stop()
  expect(await serverPid(dir)).toBeUndefined()
})

test('being killed while the database is created leaves nothing in the way', async () => {
  const dir = await newDir()
  const child = startInChild(dir)
  await until(async () => {
    const entries = await readdir(dir, { recursive: true }).catch(() => [])
    return entries.some((entry) => /^pgdata\.new.*pg_control$/.test(entry))
  })
  await end(child, 'SIGKILL')

  const postgres = await startHere(dir)
  expect(postgres.adopted).toBe(false)
  expect(await query(postgres.url, 'select 1 as alive')).toEqual([{ alive: 1 }])
  await postgres.stop()
  expect((await readdir(dir)).sort()).toEqual(['password', 'pgdata', 'postgres.log'])
})

async function killServer(dir: string): Promise<void> {
  const pid = await serverPid(dir)
  if (pid) process.kill(pid, 'SIGKILL')
}

const answers = (url: string) =>
  query(url, 'select 1').then(
    () => true,
    () => false,
  )

test('a server that is killed is started again where all know it, once for all who use it', async () => {
  const dir = await newDir()
  const child = startInChild(dir)
  const { url, port } = await child.report
  const here = await startHere(dir)
  for (let round = 0; round < 2; round += 1) {
    await killServer(dir)
    await until(() => answers(url))
    await until(async () => (await keepers(url)) === 2)
  }
  expect([here.port, here.adopted]).toEqual([port, true])
  await end(child, 'SIGTERM')
  expect(await answers(url)).toBe(true)
  await here.stop()
  expect(await serverPid(dir)).toBeUndefined()
})

async function keepers(url: string): Promise<number> {
  const sql = `select count(*)::int as n from pg_stat_activity where application_name = 'souk keeper'`
  return Number((await query(url, sql).catch(() => []))[0]?.n)
}

test('a server that is killed and cannot be started again is reported', async () => {
  const dir = await newDir()
  const lost = Promise.withResolvers<string>()
  const postgres = await startEmbeddedPostgres({
    dir,
    durable: false,
    onLost: ({ message }) => lost.resolve(message),
  })
  await rm(join(dir, 'password'))
  await killServer(dir)
  expect(await lost.promise).toContain('password is missing')
  await postgres.stop()
})

test('a server that is killed while we leave stays down', async () => {
  const dir = await newDir()
  const postgres = await startHere(dir)
  const leaving = postgres.stop()
  await killServer(dir)
  await leaving
  expect(await serverPid(dir)).toBeUndefined()
})
