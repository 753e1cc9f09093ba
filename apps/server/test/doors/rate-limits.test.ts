import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({
    RATE_LIMIT_ANONYMOUS: '8',
    RATE_LIMIT_AUTHENTICATED: '5',
    TRUST_PROXY: '1',
  })
})
afterAll(() => souk.stop())

const from = (address: string) => ({ 'x-forwarded-for': address })
const ask = (address: string, path = '/trades') =>
  souk.request('GET', path, { headers: from(address) })

describe('rate limits', () => {
  test('strangers are counted by address, with document 3’s headers', async () => {
    const first = await ask('192.0.2.1')
    expect(first.status).toBe(200)
    expect(first.headers.get('x-ratelimit-limit')).toBe('8')
    expect(first.headers.get('x-ratelimit-remaining')).toBe('7')
    const reset = Number(first.headers.get('x-ratelimit-reset'))
    expect(reset - Date.now() / 1000).toBeGreaterThan(800)
    expect(reset - Date.now() / 1000).toBeLessThan(902)
    for (let n = 0; n < 7; n += 1) await ask('192.0.2.1')

    const over = await ask('192.0.2.1')
    expect(over.status).toBe(429)
    expect(over.body).toMatchObject({ code: 'RATE_LIMITED' })
    expect(over.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(800)
    expect((await ask('192.0.2.2')).status).toBe(200)
  })

  test('a bad token counts for the address it comes from', async () => {
    const headers = { ...from('192.0.2.3'), authorization: 'Bearer nonsense' }
    const statuses = []
    for (let n = 0; n < 10; n += 1) {
      statuses.push((await souk.request('GET', '/auth/me', { headers })).status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 429, 429])
  })

  test('a signed-in user is counted for himself, wherever he comes from', async () => {
    const account = { username: 'alice', password: 'alice-secret-1' }
    const headers = from('192.0.2.4')
    await souk.request('POST', '/register', { body: account, headers })
    const { body } = await souk.request('POST', '/login', { body: account, headers })
    const statuses = []
    for (let n = 0; n < 6; n += 1) {
      const options = { token: body.token, headers: from(`192.0.2.${10 + n}`) }
      statuses.push((await souk.request('GET', '/auth/me', options)).status)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })

  test('reading conversations has a quota of its own, and so has sending messages', async () => {
    const own = await startTestSouk({ RATE_LIMIT_AUTHENTICATED: '4', RATE_LIMIT_CHAT: '6' })
    const alice = await own.signUp('alice')
    const bob = await own.signUp('bob')
    const left = ({ headers }: { headers: Headers }) => Number(headers.get('x-ratelimit-remaining'))
    const path = `/chat/messages/${bob.id}/`
    const sent = await own.post(path, { message: 'hello' }, alice.token)
    expect([sent.headers.get('x-ratelimit-limit'), left(sent)]).toEqual(['300', 299])
    const statuses = []
    for (let n = 0; n < 7; n += 1) statuses.push((await own.get(path, alice.token)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429])
    expect(left(await own.get('/auth/me', alice.token))).toBe(3)
    await own.stop()
  })

  test('each call of a tRPC batch counts', async () => {
    const batch = Array(9).fill('trades.list').join(',')
    const { body } = await souk.request('GET', `/trpc/${batch}?batch=1&input={}`, {
      headers: from('192.0.2.5'),
    })
    const codes = body.map((answer: { error?: object }) => ('error' in answer ? 'refused' : 'ok'))
    expect(codes.filter((code: string) => code === 'ok')).toHaveLength(8)
  })

  test.each([
    ['/', 200, '198.51.100.1'],
    ['/docs', 200, '198.51.100.2'],
    ['/openapi.json', 200, '198.51.100.3'],
    ['/sandbox/mail', 200, '198.51.100.4'],
    ['/metrics', 401, '198.51.100.5'],
    ['/nowhere', 404, '198.51.100.6'],
    ['/api/nowhere', 404, '198.51.100.7'],
    ['/trpc/nowhere', 404, '198.51.100.8'],
  ])(
    '%s counts, and is refused when its address has nothing left',
    async (path, status, address) => {
      const first = await ask(address, path)
      expect(first.status).toBe(status)
      expect(first.headers.get('x-ratelimit-remaining')).toBe('7')
      for (let n = 0; n < 7; n += 1) await ask(address, path)
      const over = await ask(address, path)
      expect(over.status).toBe(429)
      expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(800)
      expect((await ask(address)).status).toBe(429)
    },
  )

  test('health answers whoever asks, for it must always be known', async () => {
    for (let n = 0; n < 10; n += 1)
      expect((await ask('192.0.2.6', '/health/live')).status).toBe(200)
    expect((await ask('192.0.2.6')).headers.get('x-ratelimit-remaining')).toBe('7')
  })
})

test('metrics count requests by route, not by path', async () => {
  await ask('192.0.2.7', '/trades/1')
  await ask('192.0.2.7', '/trades/2')
  const staff = await souk.logIn(ADMIN.username, ADMIN.password)
  const { body } = await souk.get('/metrics', staff)
  expect(body).toMatch(
    /souk_http_requests_total\{route="\/trades\/\{id\}",method="GET",status="404"\} 2/,
  )
  expect(body).toMatch(/souk_events_delivered_total 0/)
  expect(body).toMatch(/souk_sockets 0/)
  expect(body).toMatch(/nodejs_eventloop_lag_seconds /)
  expect(body).toMatch(/souk_database_pool_total \d/)
})
