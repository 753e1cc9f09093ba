import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, tally } from '../../../src/testing/http-client.ts'
import { startTestSouk, type TestSouk } from '../../../src/testing/test-souk.ts'

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({ TRUST_PROXY: '1' })
})
afterAll(() => souk.stop())

const PASSWORD = 'a-good-password-1'

const call = (path: string, body: object, n: number, address: string, token?: string) =>
  souk.request('POST', path, {
    body,
    token,
    headers: { 'idempotency-key': `${path}-${n}`, 'x-forwarded-for': address },
  })

/** What others meet while a crowd is served: every one of their calls, and the slowest. */
async function meanwhile(crowd: Promise<Answer[]>, token: string) {
  const seen: Answer[] = []
  let slowest = 0
  let served = false
  const done = crowd.finally(() => {
    served = true
  })
  while (!served) {
    const start = performance.now()
    seen.push(await souk.get('/auth/me', token), await souk.get('/health/ready'))
    slowest = Math.max(slowest, performance.now() - start)
  }
  return { answers: await done, others: tally(seen), slowest }
}

const burst = (many: number, one: (n: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: many }, (_, n) => one(n)))

/** Milliseconds that nobody waits for a connection; tests run on busy machines. */
const SOON = 2500

describe('what one caller brings in a crowd, others do not wait for', () => {
  test.each([
    ['log-ins', '/login', () => ({ username: 'nobody-here', password: PASSWORD })],
    ['sign-ups', '/register', (n: number) => ({ username: `crowd${n}`, password: PASSWORD })],
  ])('300 keyed %s', async (_, path, bodyOf) => {
    const { token } = await souk.signUp(`honest${path.slice(1)}`)
    const crowd = burst(300, (n) => call(path, bodyOf(n), n, '192.0.2.1'))
    const { answers, others, slowest } = await meanwhile(crowd, token)
    expect(Object.keys(others)).toEqual(['200'])
    expect(slowest).toBeLessThan(SOON)
    const statuses = tally(answers)
    expect(statuses).toHaveProperty('429')
    expect(statuses).toHaveProperty(path === '/login' ? '401' : '201')
    expect(statuses).not.toHaveProperty('500')
  })

  test('300 keyed changes of one’s own password', async () => {
    const { token } = await souk.signUp('honest')
    const crowding = await souk.signUp('crowding')
    const change = { current_password: 'wrong-password-1', new_password: PASSWORD }
    const crowd = burst(300, (n) => call('/auth/password', change, n, '192.0.2.2', crowding.token))
    const { answers, others, slowest } = await meanwhile(crowd, token)
    expect(Object.keys(tally(answers)).sort()).toEqual(['401', '429'])
    expect(Object.keys(others)).toEqual(['200'])
    expect(slowest).toBeLessThan(SOON)
  })

  test('200 sign-ups at once: the crowd is told to come again, tokens are checked at once, and a log-in from elsewhere waits for few', async () => {
    const { token, username, password } = await souk.signUp('elsewhere')
    const crowd = burst(200, (n) =>
      souk.request('POST', '/register', {
        body: { username: `many${n}`, password: PASSWORD },
        headers: { 'x-forwarded-for': '192.0.2.3' },
      }),
    )
    const start = performance.now()
    const login = souk.request('POST', '/login', {
      body: { username, password },
      headers: { 'x-forwarded-for': '192.0.2.4' },
    })
    const waited = login.then(() => performance.now() - start)
    const { answers, others, slowest } = await meanwhile(crowd, token)
    expect(Object.keys(others)).toEqual(['200'])
    expect(slowest).toBeLessThan(SOON)
    expect((await login).status).toBe(200)
    expect(await waited).toBeLessThan(SOON)
    const refused = answers.filter(({ status }) => status !== 201)
    expect(refused.length).toBeGreaterThan(0)
    for (const { status, headers } of refused) {
      expect(status).toBe(503)
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
  })
})
