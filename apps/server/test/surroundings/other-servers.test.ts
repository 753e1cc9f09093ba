import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@souk/database'
import { onServer } from '@souk/database/testing'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { startSouk } from '../../src/compose.ts'
import { readConfig } from '../../src/config/config.ts'
import { createHttpClient } from '../../src/testing/http-client.ts'
import { TEST_SECRET } from '../../src/testing/test-souk.ts'

// Servers of an operator's own: one that takes only encrypted connections, one whose disk is full.

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'souk-surroundings-'))
  chmodSync(dir, 0o755)
  undo.push(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))
  return dir
}

async function newServer(dir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dir: join(dir, 'postgres'), durable: false })
  undo.push(() => server.stop())
  return server
}

async function start(DATABASE_URL: string) {
  const config = readConfig({
    DATABASE_URL,
    SECRET_KEY: TEST_SECRET,
    HOST: '127.0.0.1',
    PORT: '0',
    TRADE_CHAT_PORT: '0',
    RATE_LIMIT_ANONYMOUS: 'off',
  })
  const souk = await startSouk(config, pino({ level: 'silent' }))
  undo.push(() => souk.stop())
  return createHttpClient(`http://127.0.0.1:${souk.port}`)
}

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0

/** A certificate for 127.0.0.1 and localhost that signs itself, and a server that demands TLS. */
async function encrypted(): Promise<{ url: string; certificate: string }> {
  const dir = newDir()
  const server = await newServer(dir)
  const [certificate, key] = ['server.crt', 'server.key'].map((name) => join(dir, name))
  const subject = ['-subj', '/CN=souk', '-addext', 'subjectAltName=IP:127.0.0.1']
  const pair = ['-keyout', key ?? '', '-out', certificate ?? '']
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...pair],
    { stdio: 'ignore' },
  )
  const { uid, gid } = statSync(join(dir, 'postgres', 'pgdata'))
  for (const file of [certificate, key]) chownSync(file ?? '', uid, gid)
  chmodSync(key ?? '', 0o600)
  writeFileSync(
    join(dir, 'postgres', 'pgdata', 'pg_hba.conf'),
    'hostssl all all 127.0.0.1/32 scram-sha-256\n',
  )
  await onServer(server.url, async (run) => {
    await run(`alter system set ssl_cert_file = '${certificate}'`)
    await run(`alter system set ssl_key_file = '${key}'`)
    await run('alter system set ssl = on')
    await run('select pg_reload_conf()')
  })
  await expect.poll(() => start(server.url).then(String, String)).toMatch(/encryption|encrypted/)
  return { url: server.url, certificate: certificate ?? '' }
}

test('where encryption is demanded, every connection is encrypted', async (context) => {
  if (!has('openssl', 'version')) return context.skip('no openssl to make a certificate with')
  const { url, certificate } = await encrypted()
  const http = await start(`${url}?sslmode=require`)
  expect((await http.get('/health/ready')).body).toMatchObject({ status: 'ok' })
  const proven = await start(`${url}?sslmode=verify-full&sslrootcert=${certificate}`)
  expect((await proven.get('/health/ready')).status).toBe(200)
  for (const mode of ['verify-full', 'verify-full&sslrootcert=system']) {
    await expect(start(`${url}?sslmode=${mode}`)).rejects.toThrow(/certificate/)
  }
  // The certificate is for a number alone.
  const byName = `${url.replace('127.0.0.1', 'localhost')}?sslrootcert=${certificate}`
  await expect(start(`${byName}&sslmode=verify-full`)).rejects.toThrow(/altnames/)
  expect((await (await start(`${byName}&sslmode=verify-ca`)).get('/health/ready')).status).toBe(200)
})

/** A disk of its own, or undefined where nobody may mount one. */
function smallDisk(megabytes: number): string | undefined {
  const dir = newDir()
  if (!has('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', dir))
    return undefined
  undo.push(() => spawnSync('umount', ['-l', dir]))
  return dir
}

test('a full disk is 503 with Retry-After, makes us unready, and is got over', async (context) => {
  const disk = smallDisk(160)
  if (disk === undefined) return context.skip('no small disk can be mounted here')
  const server = await newServer(disk)
  const http = await start(server.url)
  const register = (n: number) =>
    http.post('/register', { username: `user${n}`, password: 'a good password' })
  expect((await register(0)).status).toBe(201)
  spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=4k'])
  const refused = await expect
    .poll(async () => (await http.get('/health/ready')).body, { timeout: 20_000 })
    .toMatchObject({ status: 'unavailable' })
    .then(async () => {
      // What is there has room for a few rows more.
      for (let n = 1; n < 400; n += 1) {
        const answer = await register(n)
        if (answer.status !== 201) return answer
      }
      return undefined
    })
  expect(refused?.status).toBe(503)
  expect(refused?.headers.get('retry-after')).toBe('1')
  rmSync(join(disk, 'filler'))
  await expect
    .poll(async () => (await http.get('/health/ready')).status, { timeout: 30_000 })
    .toBe(200)
  expect((await register(1000)).status).toBe(201)
})

test('a server that only lets itself be read makes us unready, and writing is 503', async () => {
  const server = await newServer(newDir())
  const http = await start(server.url)
  await onServer(server.url, async (run) => {
    await run('alter system set default_transaction_read_only = on')
    await run('select pg_reload_conf()')
  })
  await expect
    .poll(async () => (await http.get('/health/ready')).body)
    .toMatchObject({ status: 'unavailable', database: 'unwritable' })
  const answer = await http.post('/register', { username: 'alice', password: 'a good password' })
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
})
