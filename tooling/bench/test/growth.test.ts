import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createTestDatabase } from '@souk/database/testing'
import { expect, onTestFinished, test } from 'vitest'
import { missingOperations } from '../src/growth/documented.ts'
import { DOMAINS } from '../src/growth/domains.ts'
import { fillDatabase } from '../src/growth/fill-database.ts'

const CLI = fileURLToPath(new URL('../../../apps/server/src/cli.ts', import.meta.url))

test('growth calls every documented operation', async () => {
  const calls = DOMAINS.flatMap(({ calls = [] }) => calls)
  expect(await missingOperations(calls)).toEqual([])
})

test('a filled database has something in every table, and clean books', async () => {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  await fillDatabase(url, { users: 30, rows: 240 })
  const env = {
    ...process.env,
    DATABASE_URL: url,
    SECRET_KEY: 'a key of thirty-two characters or more',
  }
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'ledger', 'verify'], { env })
  expect(stdout).toContain('The ledger is clean.')
}, 60_000)
