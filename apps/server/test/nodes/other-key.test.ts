import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'
import { twoFactorClient } from '../../src/testing/two-factor.ts'

// The secret key is another one at the next start: what breaks is said, and refused in order.

const OTHER = 'another secret of an operator, also long enough'
const PASSWORD = 'alice-secret-1'

let before: TestSouk
let after: TestSouk | undefined
beforeAll(async () => {
  before = await startTestSouk()
})
afterAll(async () => {
  await after?.stop()
  await before.stop()
})

/** Starts another on the same database. @returns its warnings */
async function startWith(SECRET_KEY: string): Promise<string[]> {
  await after?.stop()
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) })
  after = await startTestSouk({ DATABASE_URL: before.databaseUrl, SECRET_KEY }, {}, log)
  return lines
}

const TRADE = { asset: 'btc', amount: '1' }

test('where nothing was sealed yet, or the key is the same, nothing is said', async () => {
  expect(await startWith(OTHER)).toEqual([])
  const alice = await before.signUp('alice')
  const webhook = { url: 'https://hooks.example/souk', events: ['trade.created'] }
  expect((await before.post('/api/webhooks', webhook, alice.token)).status).toBe(201)
  await twoFactorClient(before, () => new Date()).withTwoFactor()
  expect(await startWith(TEST_SECRET)).toEqual([])
})

test('what cannot be opened any more is named in the log, and refused to those who come with it', async () => {
  const token = await before.logIn('alice', PASSWORD)
  const headers = { 'idempotency-key': 'one-of-hers' }
  await before.request('POST', '/trades', { token, body: TRADE, headers })
  const login = { username: 'alice', password: PASSWORD }
  const { refresh } = (await before.post('/auth/login', login)).body.entity
  const app = await twoFactorClient(before, () => new Date()).withTwoFactor()

  const warnings = await startWith(OTHER)
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(/SECRET_KEY is not the one.*refused/)
  expect(warnings[0]).toMatch(/secrets of authenticator apps.*secrets of webhooks/)

  const souk = after as TestSouk
  expect((await souk.get('/auth/me', token)).status).toBe(401)
  const anew = await souk.logIn('alice', PASSWORD)
  expect((await souk.get('/auth/me', anew)).status).toBe(200)
  // What has a digest and no signature is as good as before.
  expect((await souk.post('/auth/refresh', { refresh })).status).toBe(200)
  const again = await souk.request('POST', '/trades', { token: anew, body: TRADE, headers })
  expect([again.status, again.body.message]).toEqual([
    422,
    'The answer to this Idempotency-Key can no longer be read',
  ])
  const verify = (code: string) =>
    souk.post('/api/auth/2fa/verify', { token: code }, app.accessToken)
  expect((await verify(app.code())).status).toBe(422)
  expect((await verify(app.backupCodes[0] ?? '')).status).toBe(200)
  const [webhook] = (await souk.get('/api/webhooks', anew)).body.data
  await souk.post(`/api/webhooks/${webhook.id}/test`, {}, anew)
  const failed = async () => {
    const { body } = await souk.get(`/api/webhooks/${webhook.id}/deliveries`, anew)
    return body.data.find(({ error }: { error: string | null }) => error)?.error
  }
  await expect.poll(failed, { timeout: 20_000 }).toMatch(/cannot be read any more/)
  const rotate = `/api/webhooks/${webhook.id}/secret`
  expect((await souk.post(rotate, {}, anew)).status).toBe(200)
})
