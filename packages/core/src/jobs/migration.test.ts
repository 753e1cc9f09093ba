import { connectDatabase } from '@souk/database'
import { createTestDatabase, onServer } from '@souk/database/testing'
import { PgBoss } from 'pg-boss'
import { expect, test } from 'vitest'
import { queues, schema } from '../domains.ts'

/** Runs `work` with the address of an empty database. */
async function onEmptyDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const server = await createTestDatabase()
  const name = `souk_test_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(server.url, (run) => run(`create database ${name} template template0`))
  await work(Object.assign(new URL(server.url), { pathname: name }).href)
  await onServer(server.url, (run) => run(`drop database ${name} with (force)`))
  await server.drop()
}

async function migrate(url: string): Promise<void> {
  const database = await connectDatabase({ url, schema })
  await database.migrate()
  await database.close()
}

function createBoss(url: string): PgBoss {
  const boss = new PgBoss({ connectionString: url, max: 2 })
  boss.on('error', () => {})
  return boss
}

const addJob = (url: string) =>
  onServer(url, (run) =>
    run(`select enqueue_job(row(null, false, null, now()), 'ad.expire', '{"adId": 1}', now())`),
  )

/** Two pg-boss at once find the schema as they would have made it, our queues, and the job. */
async function expectWorking(url: string): Promise<void> {
  await addJob(url)
  const [boss, other] = await Promise.all([createBoss(url).start(), createBoss(url).start()])
  expect((await boss.detectSchemaDrift()).ok).toBe(true)
  const names = (await boss.getQueues()).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(Object.keys(queues)))
  const taken = await Promise.all([boss.fetch('ad.expire'), other.fetch('ad.expire')])
  expect(taken.flat()).toEqual([expect.objectContaining({ data: { adId: 1 } })])
  await Promise.all([boss.stop({ graceful: false }), other.stop({ graceful: false })])
}

test('pg-boss finds the schema that the migration has made for it', () =>
  onEmptyDatabase(async (url) => {
    await migrate(url)
    await expectWorking(url)
  }))

test('the migration finds a schema that pg-boss has made for itself', () =>
  onEmptyDatabase(async (url) => {
    const boss = await createBoss(url).start()
    await boss.stop({ graceful: false })
    await migrate(url)
    await expectWorking(url)
  }))
