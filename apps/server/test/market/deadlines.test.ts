import { createTestDatabase, onServer, type TestDatabase } from '@souk/database/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { IN_HASTE, makeDue, passTime } from '../../src/testing/jobs.ts'
import { marketClient } from '../../src/testing/market.ts'
import { startTcpProxy, type TcpProxy } from '../../src/testing/tcp-proxy.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Deadlines are jobs: they strike by themselves, and not on people who could do nothing.

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const within = { timeout: 20_000, interval: 20 }

const time = { now: new Date('2026-01-02T03:04:05Z') }
let database: TestDatabase
let proxy: TcpProxy
let souk: TestSouk
let ad: number
beforeAll(async () => {
  database = await createTestDatabase()
  const { hostname, port } = new URL(database.url)
  proxy = await startTcpProxy({ host: hostname, port: Number(port) })
  souk = await startNode()
  for (const name of ['olivia', 'max']) await souk.signUp(name)
  await sql(`update users set email = username || '@example.com'`)
  const fields = { price_per_unit: '100', crypto_amount: '10' }
  ad = await marketClient(souk).newAd(await logIn('olivia'), fields)
})
afterAll(async () => {
  await souk.stop()
  await proxy.close()
  await database.drop()
})
beforeEach(async () => {
  max = await logIn('max')
})

let max: Pick<TestUser, 'token'>

const sql = (text: string) => onServer(database.url, (run) => run(text))

/** Access tokens do not live for hours. */
const logIn = async (name: string) => ({ token: await souk.logIn(name, `${name}-secret-1`) })

function startNode(): Promise<TestSouk> {
  const behind = new URL(database.url)
  behind.host = `127.0.0.1:${proxy.port}`
  const overrides = { jobPace: IN_HASTE, clock: () => time.now }
  return startTestSouk({ DATABASE_URL: behind.href }, overrides, pino({ level: 'silent' }))
}

async function newOffer(on = ad): Promise<number> {
  const offer = { ad: Number(on), currency_amount: '1', fiat_amount: '100' }
  return (await souk.post('/p2p/offer/create/', offer, max.token)).body.entity.id
}

async function offerOf(id: number) {
  max = await logIn('max')
  return (await souk.get(`/p2p/offer/detail/${id}/`, max.token)).body.entity
}

/** Lets the waiting jobs of a queue run, and waits until one of them is done. */
async function strike(queue = 'offer.expire'): Promise<void> {
  const before = await doneJobs(queue)
  await makeDue({ sql }, queue)
  await expect.poll(() => doneJobs(queue), within).toBeGreaterThan(before)
}

async function doneJobs(queue: string): Promise<number> {
  const [row] = await sql(
    `select count(*)::int as n from pgboss.job where name = '${queue}' and state = 'completed'`,
  )
  return (row as { n: number }).n
}

test('a dispute that is not answered in a day is passed to staff, and both sides are told', async () => {
  const id = await newOffer()
  await souk.post(`/p2p/offer/paid/${id}/`, undefined, max.token)
  await souk.post(`/p2p/offer/dispute/${id}/`, { reason: 'no answer' }, max.token)
  const status = async () => {
    max = await logIn('max')
    return (await souk.get(`/p2p/offer/${id}/dispute/`, max.token)).body.entity.status
  }
  await passTime({ sql }, time, 23 * HOUR)
  await strike('dispute.escalate')
  expect(await status()).toBe('open')
  await passTime({ sql }, time, HOUR)
  await strike('dispute.escalate')
  expect(await status()).toBe('escalated')
  const page = await (await fetch(`${souk.url}/sandbox/mail`)).text()
  const told = new RegExp(
    `<h2>The dispute about offer ${id} has been passed to our staff</h2>`,
    'g',
  )
  expect(page.match(told)).toHaveLength(2)
})

test('an offer that is not paid in time expires, and both sides are told', async () => {
  const id = await newOffer()
  await passTime({ sql }, time, 30 * MINUTE)
  await strike()
  expect((await offerOf(id)).status).toBe('expired')
  const page = await (await fetch(`${souk.url}/sandbox/mail`)).text()
  expect(page.match(new RegExp(`<h2>Offer ${id} has expired</h2>`, 'g'))).toHaveLength(2)
})

test('a job that comes too early changes nothing, and comes again', async () => {
  const id = await newOffer()
  await passTime({ sql }, time, 29 * MINUTE)
  await strike()
  expect((await offerOf(id)).status).toBe('pending')
  await passTime({ sql }, time, MINUTE)
  await strike()
  expect((await offerOf(id)).status).toBe('expired')
})

test('a payment that was marked before the job ran counts', async () => {
  const id = await newOffer()
  await passTime({ sql }, time, 31 * MINUTE)
  max = await logIn('max')
  await souk.post(`/p2p/offer/paid/${id}/`, undefined, max.token)
  await strike()
  expect((await offerOf(id)).status).toBe('paid')
})

test('after Souk was away for three hours, people have the time they had before', async () => {
  const id = await newOffer()
  const { expires_at } = await offerOf(id)
  await souk.stop()
  time.now = new Date(time.now.getTime() + 3 * HOUR)
  souk = await startNode()
  await strike()
  const after = await offerOf(id)
  expect(after.status).toBe('pending')
  expect(Date.parse(after.expires_at) - Date.parse(expires_at)).toBe(3 * HOUR)
  await passTime({ sql }, time, 30 * MINUTE)
  await strike()
  expect((await offerOf(id)).status).toBe('expired')
})

test('so it is after the database was away', async () => {
  const id = await newOffer()
  const { expires_at } = await offerOf(id)
  proxy.cut()
  time.now = new Date(time.now.getTime() + 3 * HOUR)
  await makeDue({ sql }, 'offer.expire')
  expect((await souk.get('/health/ready')).status).toBe(503)
  proxy.mend()
  await strike()
  const after = await offerOf(id)
  expect(after.status).toBe('pending')
  expect(Date.parse(after.expires_at) - Date.parse(expires_at)).toBe(3 * HOUR)
})

test('a window of one minute survives an outage of 60 seconds', async () => {
  const fields = { price_per_unit: '100', crypto_amount: '1', time_to_pay: 1 }
  const id = await newOffer(await marketClient(souk).newAd(await logIn('olivia'), fields))
  await souk.stop()
  time.now = new Date(time.now.getTime() + MINUTE)
  souk = await startNode()
  await strike()
  const { status, expires_at } = await offerOf(id)
  expect(status).toBe('pending')
  expect(Date.parse(expires_at) - time.now.getTime()).toBe(MINUTE)
  await passTime({ sql }, time, MINUTE)
  await strike()
  expect((await offerOf(id)).status).toBe('expired')
})
