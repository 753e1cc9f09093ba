import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, onServer, type TestDatabase } from '@souk/database/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { killLeftovers, spawnSouk } from '../../src/testing/souk-process.ts'
import { TEST_SECRET } from '../../src/testing/test-souk.ts'

let database: TestDatabase
let dir: string
beforeEach(async () => {
  database = await createTestDatabase()
  dir = await mkdtemp(join(tmpdir(), 'souk-clocks-'))
})
afterEach(async () => {
  killLeftovers()
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

/** Sets the clock of a process, and of it alone. */
const ahead = (minutes: number) => {
  const code = `const real = Date.now, by = ${minutes * 60_000}
    globalThis.Date = class extends Date {
      constructor(...given) { super(...(given.length ? given : [real() + by])) }
      static now() { return real() + by }
    }`
  return `--import=data:text/javascript,${encodeURIComponent(code)}`
}

test('processes whose clocks differ agree on the time, and find no outage between them', async () => {
  const start = (minutes: number) =>
    spawnSouk(dir, {
      DATABASE_URL: database.url,
      SECRET_KEY: TEST_SECRET,
      NODE_OPTIONS: ahead(minutes),
    })
  const nodes = [await start(0), await start(20), await start(-20)]
  const people = ['alice', 'bob', 'carol']
  const users = await Promise.all(nodes.map((node, i) => node.http.signUp(people[i] ?? '')))
  const rows = (await onServer(database.url, (run) =>
    run(`select abs(extract(epoch from clock_timestamp() - created_at)) < 60 as now from users`),
  )) as { now: boolean }[]
  expect(rows).toEqual([{ now: true }, { now: true }, { now: true }])
  // Whoever signed in at one is signed in at the others.
  for (const { token } of users) {
    for (const node of nodes) expect((await node.http.get('/auth/me', token)).status).toBe(200)
  }
  const beat = () => onServer(database.url, (run) => run('select at::text from heartbeat'))
  for (let beats = 0; beats < 3; beats += 1) {
    const before = await beat()
    await expect.poll(beat, { timeout: 15_000, interval: 100 }).not.toEqual(before)
  }
  for (const node of nodes) expect(node.output()).not.toContain('nobody was there')
  for (const node of nodes) await node.end('SIGTERM')
})
