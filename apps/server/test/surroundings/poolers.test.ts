import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectDatabase } from '@souk/database'
import { createTestDatabase, type TestDatabase } from '@souk/database/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'

// PGBOUNCER may name the program; without it, it is looked for on the path.
const PROGRAM = process.env.PGBOUNCER ?? 'pgbouncer'
const PORT = 16_432
const isHere = spawnSync(PROGRAM, ['--version']).status === 0

let database: TestDatabase
let dir: string
let pooler: ChildProcess | undefined
beforeEach(async () => {
  database = await createTestDatabase()
  dir = mkdtempSync(join(tmpdir(), 'souk-pooler-'))
})
afterEach(async () => {
  pooler?.kill('SIGINT')
  rmSync(dir, { recursive: true, force: true })
  await database.drop()
})

async function behindPooler(mode: string): Promise<string> {
  const url = new URL(database.url)
  const name = url.pathname.slice(1)
  const place = `host=${url.hostname} port=${url.port || 5432} user=${url.username} password=${url.password}`
  const config = join(dir, 'pgbouncer.ini')
  writeFileSync(
    config,
    `[databases]\n${name} = ${place}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${PORT}
auth_type = any\nunix_socket_dir =\npool_mode = ${mode}\n`,
    { mode: 0o644 },
  )
  // It refuses to run as root.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  if ('uid' in nobody) spawnSync('chmod', ['755', dir])
  pooler = spawn(PROGRAM, [config], { stdio: 'ignore', ...nobody })
  await expect.poll(() => answers(PORT)).toBe(true)
  return `postgres://someone@127.0.0.1:${PORT}/${name}`
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const found = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false)
  socket.destroy()
  return found
}

test.for(['transaction', 'statement'])('a pooler in %s mode is refused', async (mode, context) => {
  if (!isHere) return context.skip('no PgBouncer here')
  const refused = connectDatabase({ url: await behindPooler(mode) })
  await expect(refused).rejects.toThrow(/^a pooler in transaction mode .*pool_mode = session\)$/)
})

test('a pooler of sessions is no hindrance', async (context) => {
  if (!isHere) return context.skip('no PgBouncer here')
  const pooled = await connectDatabase({ url: await behindPooler('session') })
  await pooled.tryWriting()
  const { rows } = await pooled.pool.query('show datestyle')
  expect(rows).toEqual([{ DateStyle: 'ISO, MDY' }])
  await pooled.close()
})
