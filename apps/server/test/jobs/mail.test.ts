import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { IN_HASTE, makeDue, retryAtOnce } from '../../src/testing/jobs.ts'
import { marketClient } from '../../src/testing/market.ts'
import { HANG, type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Mail over real SMTP: every one arrives once, whatever the server does, and nobody waits for it.

const OFFER = {
  offerId: 7,
  adId: 3,
  name: 'Alice <b>Smith</b>',
  amount: '0.5',
  coin: 'btc',
  fiatAmount: '30000.00',
  fiatCurrency: 'usd',
}

let sink: SmtpSink
let souk: TestSouk
let bob: TestUser
beforeAll(async () => {
  sink = await startSmtpSink()
  const mail = { SMTP_URL: sink.url, MAIL_FROM: 'Souk <souk@souk.example>' }
  souk = await startTestSouk(mail, { jobPace: IN_HASTE })
  bob = await souk.signUp('bob')
  await souk.sql(`update users set email = 'bob@example.com' where id = ${bob.id}`)
  await retryAtOnce(souk, 'mail.send')
})
afterAll(async () => {
  await souk.stop()
  await sink.kill()
})

/** Queues mails, as the market's functions do. @returns their ids, as Message-IDs have them */
async function queue(count = 1, template = 'offer.created'): Promise<string[]> {
  const data = JSON.stringify(OFFER).replaceAll("'", "''")
  await souk.sql(
    `select enqueue_mail(row(null, false, null, now()), ${bob.id}, '${template}', '${data}')
       from generate_series(1, ${count})`,
  )
  const rows = await souk.sql(`select uuid from mails order by id desc limit ${count}`)
  return rows.map((row) => `${(row as { uuid: string }).uuid}@souk.example`).sort()
}

const idsAt = (server: SmtpSink) => server.mails.map(({ id }) => id).sort()

/** How many of the newest mails are in a state. */
async function countOf(status: string): Promise<number> {
  const [row] = await souk.sql(`select count(*)::int as n from mails where status = '${status}'`)
  return (row as { n: number }).n
}

const within = { timeout: 20_000, interval: 20 }

test('a mail arrives with both its parts, from the operator’s address, under an id of its own', async () => {
  const [id] = await queue()
  await expect.poll(() => idsAt(sink), within).toEqual([id])
  const { raw, to } = sink.mails.splice(0)[0] ?? { raw: '', to: '' }
  expect(to).toBe('bob@example.com')
  expect(raw).toMatch(/^From: Souk <souk@souk\.example>\r$/m)
  expect(raw).toMatch(/^To: bob@example\.com\r$/m)
  expect(raw).toMatch(/^Subject: New offer 7 on your ad 3\r$/m)
  expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(raw).toContain('Content-Type: text/plain')
  expect(raw).toContain('Content-Type: text/html')
  expect(raw).toContain('Alice <b>Smith</b> has made an offer')
  expect(raw).toContain('Alice &lt;b&gt;Smith&lt;/b&gt; has made an offer')
  await expect.poll(() => countOf('sent'), within).toBe(1)
})

test('mail written while the server is down arrives once it is back, each once', async () => {
  const { port } = sink
  await sink.kill()
  const ids = await queue(7)
  const tried = async () =>
    (await souk.sql('select from mails where attempts > 0 and sent_at is null')).length
  await expect.poll(tried, within).toBe(7)
  sink = await startSmtpSink(port)
  await expect.poll(() => countOf('unsent'), within).toBe(0)
  expect(idsAt(sink)).toEqual(ids)
  sink.mails.length = 0
})

test('a server that dies with mails in its hands is handed them again', async () => {
  const { port } = sink
  sink.judge = () => HANG
  const before = sink.tries()
  const ids = await queue(4)
  await expect.poll(() => sink.tries() - before, within).toBeGreaterThan(0)
  await sink.kill()
  sink = await startSmtpSink(port)
  await expect.poll(() => countOf('unsent'), within).toBe(0)
  expect(idsAt(sink)).toEqual(ids)
  sink.mails.length = 0
})

test('a server that never answers holds up nobody, not even who has mail written', async () => {
  sink.judge = () => HANG
  const before = sink.tries()
  const ids = await queue(10)
  await expect.poll(() => sink.tries() - before, within).toBe(5)
  const ad = await marketClient(souk).newAd(bob, { price_per_unit: '100', crypto_amount: '10' })
  const maker = await souk.signUp('maker')
  const start = performance.now()
  for (let i = 0; i < 10; i += 1) {
    const offer = { ad, currency_amount: '0.1', fiat_amount: '10' }
    const { status } = await souk.post('/p2p/offer/create/', offer, maker.token)
    expect(status).toBe(200)
  }
  expect((await souk.get('/health/ready')).body.status).toBe('ok')
  expect(performance.now() - start).toBeLessThan(2000)
  const { port } = sink
  await sink.kill()
  sink = await startSmtpSink(port)
  await expect.poll(() => countOf('unsent'), within).toBe(0)
  expect(idsAt(sink)).toEqual(expect.arrayContaining(ids))
  expect(new Set(idsAt(sink)).size).toBe(20)
  expect(sink.mails).toHaveLength(20)
  sink.mails.length = 0
})

describe('a server that refuses', () => {
  test('is asked again after “not now”, and then takes it', async () => {
    let refusals = 3
    sink.judge = () => (refusals-- > 0 ? 451 : 'take')
    const ids = await queue()
    await expect.poll(() => idsAt(sink), within).toEqual(ids)
    await expect.poll(() => countOf('unsent'), within).toBe(0)
    expect(await countOf('failed')).toBe(0)
    sink.mails.length = 0
  })

  test('is believed the third time it says “never”, and no other mail suffers', async () => {
    sink.judge = () => 550
    const before = sink.tries()
    await queue()
    await expect.poll(() => countOf('failed'), within).toBe(1)
    sink.judge = () => 'take'
    const ids = await queue()
    await expect.poll(() => idsAt(sink), within).toEqual(ids)
    expect(sink.tries() - before).toBe(4)
    const [failed] = await souk.sql(
      `select refusals, last_error from mails where status = 'failed'`,
    )
    expect(failed).toEqual({ refusals: 3, last_error: expect.stringContaining('550') })
    sink.mails.length = 0
  })
})

test('what happened to mail is counted', async () => {
  const staff = await souk.logIn(ADMIN.username, ADMIN.password)
  const { body } = await souk.get('/metrics', staff)
  expect(body).toMatch(/^souk_jobs_total\{job="mail\.send",outcome="done"\} \d+$/m)
  expect(body).toMatch(/^souk_jobs_total\{job="mail\.send",outcome="failed"\} \d+$/m)
})

describe('without a mail server', () => {
  let offline: TestSouk
  beforeAll(async () => {
    offline = await startTestSouk({}, { jobPace: IN_HASTE })
    await offline.signUp('carol')
    await offline.sql(
      `update users set email = 'carol@example.com', fullname = '"><script>x</script>'`,
    )
  })
  afterAll(() => offline.stop())

  const show = (method = 'GET') => fetch(`${offline.url}/sandbox/mail`, { method })

  test('mail is kept unsent, and shown in the sandbox, newest first, with nothing that runs', async () => {
    expect(await (await show()).text()).toContain('No mail yet')
    const data = JSON.stringify(OFFER)
    for (const template of ['offer.created', 'offer.paid']) {
      await offline.sql(
        `select enqueue_mail(row(null, false, null, now()), id, '${template}', '${data}')
           from users where username = 'carol'`,
      )
    }
    const response = await show()
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.indexOf('marked as paid')).toBeLessThan(page.indexOf('New offer 7'))
    expect(page).toContain('carol@example.com')
    expect(page).toContain('unsent')
    expect(page).not.toContain('<script')
    expect(page).not.toContain('<b>Smith')
  })

  test('its jobs are done, and the mail stays', async () => {
    await makeDue(offline, 'mail.send')
    const done = async () => offline.sql(`select from pgboss.job where state = 'completed'`)
    await expect.poll(async () => (await done()).length, within).toBe(2)
    expect(await offline.sql('select status, attempts from mails')).toEqual([
      { status: 'unsent', attempts: 0 },
      { status: 'unsent', attempts: 0 },
    ])
  })

  test('the page only answers', async () => {
    expect((await show('POST')).status).toBe(405)
  })

  test('outside of the sandbox there is no such page', async () => {
    const real = await startTestSouk({ SANDBOX: 'off' })
    expect((await fetch(`${real.url}/sandbox/mail`)).status).toBe(404)
    await real.stop()
  })
})
