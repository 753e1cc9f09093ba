import { connectDatabase } from '@souk/database'
import { createTestDatabase, onServer } from '@souk/database/testing'
import { expect, test } from 'vitest'
import { entities, migrations } from './index.ts'

test('of four processes that start on an empty database at once, one builds the schema', async () => {
  const target = await createTestDatabase()
  const name = `souk_test_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(target.url, (run) => run(`create database ${name} template template0`))
  const url = Object.assign(new URL(target.url), { pathname: name }).href
  const processes = await Promise.all(
    Array.from({ length: 4 }, () => connectDatabase({ url, entities, migrations })),
  )
  const applied = await Promise.all(processes.map((database) => database.migrate()))
  await Promise.all(processes.map((database) => database.close()))
  await onServer(target.url, (run) => run(`drop database ${name} with (force)`))
  await target.drop()
  expect(applied.filter((each) => each.length > 0)).toEqual([migrations.map(({ name }) => name)])
})
