import { createClient, type Fetch, isSoukError } from '@souk/client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const HOUR = 3_600_000

let souk: TestSouk
let now = Date.UTC(2026, 10, 20)
beforeAll(async () => {
  souk = await startTestSouk({}, { clock: () => new Date(now) })
  await createClient({ url: souk.url }).auth.signUp.mutate(ALICE)
})
afterAll(() => souk.stop())

const ALICE = { username: 'alice', password: 'alice-secret-1' }

const login = () => createClient({ url: souk.url }).auth.login.mutate(ALICE)

/** Lets the server work, and loses the answers to the first mutations. */
function losing(answers: number): { fetch: Fetch; mutations: Headers[] } {
  const mutations: Headers[] = []
  const fetch: Fetch = async (url, init) => {
    const response = await globalThis.fetch(url, init)
    if (init.method === 'POST') mutations.push(response.headers)
    if (init.method !== 'POST' || mutations.length > answers) return response
    await response.text()
    throw new TypeError('terminated')
  }
  return { fetch, mutations }
}

describe('an answer that is lost', () => {
  test('does not make a trade twice', async () => {
    const { access } = await login()
    const { fetch, mutations } = losing(2)
    const alice = createClient({ url: souk.url, token: access, fetch, retry: { minDelayMs: 1 } })
    const before = (await alice.trades.list.query({ mine: true })).total
    const trade = await alice.trades.create.mutate({ asset: 'usdt', amount: '1' })
    const { total, items } = await alice.trades.list.query({ mine: true })
    expect(total).toBe(before + 1)
    expect(items[0]?.id).toBe(trade.id)
    const replayed = mutations.map((headers) => headers.get('idempotent-replayed'))
    expect(replayed).toEqual([null, 'true', 'true'])
  })

  test('does not use up a refresh token', async () => {
    const { refresh } = await login()
    const { fetch } = losing(1)
    const client = createClient({ url: souk.url, fetch, retry: { minDelayMs: 1 } })
    const renewed = await client.auth.refresh.mutate({ refresh })
    const alice = createClient({ url: souk.url, token: renewed.access })
    expect((await alice.auth.me.query()).username).toBe('alice')
  })
})

test('an idempotency key of one’s own makes one trade of two calls', async () => {
  const alice = createClient({ url: souk.url, token: (await login()).access })
  const context = { idempotencyKey: 'order-4711' }
  const input = { asset: 'usdt', amount: '1' }
  const first = await alice.trades.create.mutate(input, { context })
  const second = await alice.trades.create.mutate(input, { context })
  expect(second).toEqual(first)
})

describe('an access token that has expired', () => {
  test('is refreshed once for twenty calls, and the calls succeed', async () => {
    let tokens = await login()
    const refresh = vi.fn(async () => {
      tokens = await alice.auth.refresh.mutate({ refresh: tokens.refresh })
      return tokens.access
    })
    const alice = createClient({ url: souk.url, token: tokens.access, onAuthError: refresh })
    now += 2 * HOUR
    const calls = Array.from({ length: 20 }, (_, i) =>
      i % 2 === 0
        ? alice.auth.me.query()
        : alice.trades.create.mutate({ asset: 'usdt', amount: '1' }),
    )
    expect(await Promise.all(calls)).toHaveLength(20)
    expect(refresh).toHaveBeenCalledOnce()

    now += 2 * HOUR
    expect((await alice.auth.me.query()).username).toBe('alice')
    expect(refresh).toHaveBeenCalledTimes(2)
  })

  test('whose refresh token is dead too fails with the refusal', async () => {
    const tokens = await login()
    now += 31 * 24 * HOUR
    const alice = createClient({
      url: souk.url,
      token: tokens.access,
      onAuthError: async () => {
        return (await alice.auth.refresh.mutate({ refresh: tokens.refresh })).access
      },
    })
    const error = await alice.auth.me.query().catch((error: unknown) => error)
    expect(isSoukError(error, 'INVALID_TOKEN')).toBe(true)
    expect((error as Error).cause).toSatisfy((cause) => isSoukError(cause, 'INVALID_TOKEN'))
  })
})

test('a used-up quota fails at once and says how long it lasts', async () => {
  const strict = await startTestSouk({ RATE_LIMIT_ANONYMOUS: '2' })
  const client = createClient({ url: strict.url })
  await client.trades.list.query()
  await client.trades.list.query()
  const error = await client.trades.list.query().catch((error: unknown) => error)
  await strict.stop()
  if (!isSoukError(error, 'RATE_LIMITED')) throw error
  expect(error.data.retryAfter).toBeGreaterThan(60)
})
