import { createTestDatabase, type TestDatabase } from '@souk/database/testing'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTcpProxy, type TcpProxy } from '../../../src/testing/tcp-proxy.ts'
import { startTestSouk, type TestSouk } from '../../../src/testing/test-souk.ts'

// After a failover, or behind a router that forgot them, connections say nothing and never end.

let database: TestDatabase
let line: TcpProxy
let souk: TestSouk
let token: string
beforeEach(async () => {
  database = await createTestDatabase()
  const url = new URL(database.url)
  line = await startTcpProxy({ host: url.hostname, port: Number(url.port) })
  const behind = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(line.port) })
  souk = await startTestSouk({ DATABASE_URL: behind.href }, {}, pino({ level: 'silent' }))
  token = (await souk.signUp('alice')).token
  // Several connections, so that more than one is dead.
  await Promise.all(Array.from({ length: 12 }, () => souk.get('/trades', token)))
})
afterEach(async () => {
  await line.close()
  await database.drop()
})

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

test('lines that have gone silent cost those who wait seconds, make us unready, and are replaced', async () => {
  line.hush()
  const [call, ready] = await Promise.all([souk.get('/auth/me', token), souk.get('/health/ready')])
  expect([call.status, ready.status]).toEqual([503, 503])
  const answers = await Promise.all([
    souk.get('/auth/me', token),
    souk.get('/trades'),
    souk.get('/health/ready'),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  await souk.stop()
}, 20_000)

test('whoever waits for something else is told so within half a minute', async () => {
  line.hush()
  const login = () => souk.post('/login', { username: 'alice', password: 'not that one' })
  expect(await seconds(login)).toBeLessThan(30)
  expect((await login()).status).toBe(401)
  await souk.stop()
})

test('Souk stops although nobody answers', async () => {
  line.hush()
  const waiting = souk.get('/auth/me', token).catch(() => {})
  expect(await seconds(() => souk.stop())).toBeLessThan(10)
  await waiting
})
