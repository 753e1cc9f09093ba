import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { IN_HASTE } from '../../src/testing/jobs.ts'
import { marketClient } from '../../src/testing/market.ts'
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const PASSWORD = 'correct horse battery'
const within = { timeout: 20_000, interval: 20 }

let sink: SmtpSink
let souk: TestSouk
let now = new Date()
beforeAll(async () => {
  sink = await startSmtpSink()
  souk = await startTestSouk(
    { SMTP_URL: sink.url, EMAIL_VERIFICATION: 'on' },
    { jobPace: IN_HASTE, clock: () => now },
  )
})
afterAll(async () => {
  await souk.stop()
  await sink.kill()
})
beforeEach(() => sink.mails.splice(0))

/** Registers with an address. @returns the token of a session */
async function claim(email: string, username: string): Promise<string> {
  const { status } = await souk.post('/auth/register', { email, username, password: PASSWORD })
  expect(status).toBe(201)
  return souk.logIn(username, PASSWORD)
}

const verify = (token: string, code: string) => souk.post('/auth/email/verify/', { code }, token)
const resend = (token: string) => souk.post('/auth/email/resend/', {}, token)
const mailsTo = (email: string) => sink.mails.filter(({ to }) => to === email)

async function codeFor(email: string): Promise<string> {
  await expect.poll(() => mailsTo(email).length, within).toBeGreaterThan(0)
  return /^([2-9A-Z]{10})\r?$/m.exec(mailsTo(email).at(-1)?.raw ?? '')?.[1] ?? ''
}

test('an address is its user’s once the mailed code has come back, however it is typed', async () => {
  const token = await claim('ann@example.com', 'ann')
  const code = await codeFor('ann@example.com')
  expect(await verify(token, 'WRONG23456')).toMatchObject({ status: 400 })
  const typed = ` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `
  expect(await verify(token, typed)).toMatchObject({ status: 200, body: { success: true } })
  expect((await verify(token, code)).status).toBe(400)
  expect((await resend(token)).status).toBe(400)
  const again = { email: 'ANN@example.com', password: PASSWORD }
  expect(await souk.post('/auth/register', again)).toMatchObject({
    status: 400,
    body: { message: 'E-mail address already exists' },
  })
  expect((await souk.post('/auth/login', again)).status).toBe(200)
})

test('whoever names a stranger’s address first does not get it, and makes two mails at most', async () => {
  const email = 'stranger@example.com'
  const squatters = [await claim(email, 'squatter1'), await claim(email, 'squatter2')]
  for (const token of squatters) {
    expect(await resend(token)).toMatchObject({ status: 400 })
  }
  const owner = await claim(email, 'stranger')
  const code = await codeFor(email)
  await expect.poll(() => mailsTo(email).length, within).toBe(2)
  expect(sink.mails.map(({ raw }) => raw).join()).not.toContain('squatter')
  expect((await souk.post('/auth/login', { email, password: PASSWORD })).status).toBe(200)

  expect((await verify(owner, code)).status).toBe(200)
  for (const token of squatters) {
    expect((await souk.get('/auth/me', token)).body.entity.email).toBeNull()
    expect((await verify(token, code)).status).toBe(400)
  }
})

test('what happens in the market is not mailed to an address that nobody has verified', async () => {
  const market = marketClient(souk)
  const token = await claim('quiet@example.com', 'quiet')
  await codeFor('quiet@example.com')
  const bob = await souk.signUp('bob')
  const ad = await market.newAd({ token })
  for (let i = 0; i < 5; i += 1) {
    await market.act('cancel', await market.newOffer(bob, ad, '0.1'), bob)
  }
  const kept = await souk.sql(`select distinct template from mails m join users u
    on u.id = m.recipient_id where u.username = 'quiet'`)
  expect(kept).toEqual([{ template: 'email.verify' }])
})

test('an address gets ten mails in an hour one by one, and the rest together', async () => {
  const [{ id }] = (await souk.sql(
    `update users set email = 'busy@example.com' where username = 'bob' returning id`,
  )) as [{ id: number }]
  const data = `{"offerId": 7, "adId": 3, "name": null, "amount": "1", "received": "1", "coin": "btc",
    "fiatAmount": "5.00", "fiatCurrency": "usd", "status": "cancelled"}`
  await souk.sql(`select enqueue_mail(row(null, false, null, '${now.toISOString()}'), ${id},
    'offer.cancelled', '${data}') from generate_series(1, 30)`)
  const held = () => souk.sql(`select from mails where recipient_id = ${id} and held`)
  await expect.poll(async () => (await held()).length, within).toBe(20)
  expect(mailsTo('busy@example.com')).toHaveLength(10)

  now = new Date(now.getTime() + 7 * 60_000)
  await souk.sql(`update pgboss.job set start_after = now() where name = 'mail.send'`)
  await expect.poll(() => mailsTo('busy@example.com').length, within).toBe(11)
  expect(mailsTo('busy@example.com').at(-1)?.raw).toContain('Subject: 20 messages from Souk')
  const unsent = `select from mails where recipient_id = ${id} and status <> 'sent'`
  await expect.poll(async () => (await souk.sql(unsent)).length, within).toBe(0)
})
