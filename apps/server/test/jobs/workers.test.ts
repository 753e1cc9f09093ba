import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, onServer, type TestDatabase } from '@souk/database/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { IN_HASTE, loseWorkers, retryAtOnce } from '../../src/testing/jobs.ts'
import { HANG, type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts'
import { killLeftovers, spawnSouk } from '../../src/testing/souk-process.ts'
import { startTcpProxy } from '../../src/testing/tcp-proxy.ts'
import { startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

// Jobs outlive whoever works on them. The work here is mail, because one can see it arrive.

const SILENT = pino({ level: 'silent' })
const within = { timeout: 20_000, interval: 20 }

let sink: SmtpSink
let database: TestDatabase
let nodes: TestSouk[] = []
beforeAll(async () => {
  sink = await startSmtpSink()
  database = await createTestDatabase()
  const [node] = await Promise.all([startNode(), startNode()])
  await node.signUp('bob')
  await sql(`update users set email = username || '@example.com'`)
})
afterAll(async () => {
  killLeftovers()
  await stopAll()
  await sink.kill()
  await database.drop()
})

const sql = (text: string) => onServer(database.url, (run) => run(text))

const mailServer = () => ({ SMTP_URL: sink.url, MAIL_FROM: 'souk@souk.example' })

async function startNode(databaseUrl = database.url, log = SILENT): Promise<TestSouk> {
  const environment = { ...mailServer(), DATABASE_URL: databaseUrl }
  const node = await startTestSouk(environment, { jobPace: IN_HASTE }, log)
  nodes.push(node)
  return node
}

async function stopAll(): Promise<void> {
  await Promise.all(nodes.map((node) => node.stop()))
  nodes = []
}

async function queue(count: number): Promise<void> {
  await sql(
    `select enqueue_mail(row(null, false, null, now()), u.id, 'deposit.credited',
                         '{"amount": "1", "coin": "btc"}')
       from users u, generate_series(1, ${count}) where username = 'bob'`,
  )
}

async function states(): Promise<unknown[]> {
  return sql(
    `select m.status, j.state::text as job, count(*)::int as n
       from mails m join pgboss.job j on j.data = jsonb_build_object('mailId', m.id)
      group by 1, 2`,
  )
}

/** Waits until all mails are out, each once, and forgets them. */
async function expectAllSent(count: number): Promise<void> {
  await expect.poll(states, within).toEqual([{ status: 'sent', job: 'completed', n: count }])
  expect(new Set(sink.mails.map(({ id }) => id)).size).toBe(count)
  expect(sink.mails).toHaveLength(count)
  sink.mails.length = 0
  await sql('delete from mails')
}

test('two processes share the work, and nothing is done twice', async () => {
  await queue(40)
  await expectAllSent(40)
})

test('a process that is asked to stop finishes what it has begun', async () => {
  const answer = Promise.withResolvers<'take'>()
  sink.judge = () => answer.promise
  const before = sink.tries()
  await queue(1)
  await expect.poll(() => sink.tries() - before, within).toBe(1)
  const stopped = stopAll()
  answer.resolve('take')
  await stopped
  await expectAllSent(1)
})

test('the job of a process that was killed half way is done by another', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'souk-jobs-'))
  const child = await spawnSouk(dataDir, {
    ...mailServer(),
    DATABASE_URL: database.url,
    SECRET_KEY: TEST_SECRET,
  })
  sink.judge = () => HANG
  const before = sink.tries()
  await queue(3)
  await expect.poll(() => sink.tries() - before, within).toBe(3)
  await child.end('SIGKILL')
  await rm(dataDir, { recursive: true })
  expect(await states()).toEqual([{ status: 'unsent', job: 'active', n: 3 }])
  sink.judge = () => 'take'
  await retryAtOnce({ sql }, 'mail.send')
  await loseWorkers({ sql }, 'mail.send')
  await startNode()
  await expectAllSent(3)
  await stopAll()
})

test('when the database goes away jobs wait, and go on by themselves once it is back', async () => {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) })
  const { hostname, port } = new URL(database.url)
  const proxy = await startTcpProxy({ host: hostname, port: Number(port) })
  const behind = new URL(database.url)
  behind.host = `127.0.0.1:${proxy.port}`
  const node = await startNode(behind.href, log)
  proxy.cut()
  await expect.poll(() => lines.join(), within).toContain('the job queue cannot be reached')
  expect((await node.get('/health/live')).status).toBe(200)
  expect((await node.get('/health/ready')).status).toBe(503)
  proxy.mend()
  await queue(2)
  await expectAllSent(2)
  await stopAll()
  await proxy.close()
})
