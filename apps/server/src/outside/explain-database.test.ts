import { createTestDatabase, onServer, type TestDatabase } from '@souk/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../config/config.ts'
import { TEST_SECRET } from '../testing/test-souk.ts'
import { explainDatabase } from './explain-database.ts'
import { openDatabase } from './open-database.ts'

let database: TestDatabase
const role = `souk_guest_${crypto.randomUUID().slice(0, 8)}`
beforeAll(async () => {
  database = await createTestDatabase('template0')
  await onServer(database.url, (run) => run(`create role ${role} login password 'right'`))
})
afterAll(async () => {
  await onServer(database.url, (run) => run(`drop role ${role}`))
  await database.drop()
})

const changed = (change: (url: URL) => unknown) => {
  const url = new URL(database.url)
  change(url)
  return url.href
}

test.each<[string, string, (url: URL) => unknown]>([
  ['nobody listens', 'it cannot be reached', (url) => Object.assign(url, { port: '1' })],
  [
    'nobody knows the host',
    'it cannot be reached',
    (url) => Object.assign(url, { hostname: 'x.invalid' }),
  ],
  [
    'there is no such database',
    'no such database',
    (url) => Object.assign(url, { pathname: 'not_there' }),
  ],
  [
    'there is no encryption',
    'no encrypted connection',
    (url) => url.searchParams.set('sslmode', 'require'),
  ],
  [
    'the user may make nothing there',
    'may not make what Souk needs',
    (url) => Object.assign(url, { username: role, password: 'right' }),
  ],
])('where %s, a few lines say so and what to do', async (_, wrong, change) => {
  const config = readConfig({ DATABASE_URL: changed(change), SECRET_KEY: TEST_SECRET })
  const error = await openDatabase(config, { migrate: true, onProgress: () => {} }).then(
    () => undefined,
    (thrown) => thrown,
  )
  expect(error).toBeInstanceOf(ConfigError)
  const lines = String(error.message).split('\n')
  expect(lines[0]).toMatch(/^DATABASE_URL: the database \S+ cannot be used: /)
  expect(lines[0]).toContain(wrong)
  expect(lines).toHaveLength(3)
  expect(error.message).not.toContain('right')
})

test.each([
  ['40P01', 'others keep locked'],
  ['40001', 'others keep locked'],
  ['55P03', 'others keep locked'],
  ['57014', 'took too long'],
  ['57P03', 'starting or stopping'],
  ['42501', 'may not make what Souk needs'],
  ['58030', 'it answers'],
])('a server that says %s has been reached', (code, said) => {
  const told = explainDatabase(Object.assign(new Error('said by it'), { code }), 'host/souk')
  expect(told).toBeInstanceOf(ConfigError)
  expect(String(told)).toContain(said)
  expect(String(told)).not.toContain('cannot be reached')
})
