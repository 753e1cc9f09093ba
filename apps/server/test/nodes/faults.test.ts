import { createTestDatabase } from '@souk/database/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { killLeftovers, spawnSouk } from '../../src/testing/souk-process.ts'
import { TEST_SECRET } from '../../src/testing/test-souk.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
afterEach(killLeftovers)

/** Code that a fault of ours stands in for: it runs in the process when a signal comes. */
const FAULTS = {
  'a promise that nobody caught': `Promise.reject(new Error('boom'))`,
  'an exception that nobody caught': `setImmediate(() => { throw new Error('boom') })`,
}

test.each(Object.entries(FAULTS))('%s is logged as fatal, and stops in order', async (_, code) => {
  const script = `process.on('SIGUSR2', () => { ${code} })`
  const souk = await spawnSouk('.data', {
    DATABASE_URL: database.url,
    SECRET_KEY: TEST_SECRET,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`,
  })
  // A request under way is answered all the same.
  const slow = souk.http.post('/register', {
    username: `u${Date.now()}`,
    password: 'long-enough-1',
  })
  await souk.http.get('/health/live')
  expect(await souk.end('SIGUSR2')).toBe(1)
  expect((await slow).status).toBe(201)
  const fatal = souk
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":60'))
  expect(fatal).toHaveLength(1)
  expect(JSON.parse(fatal[0] ?? '')).toMatchObject({ err: { message: 'boom' } })
})
