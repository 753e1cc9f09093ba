import { describe, expect, test } from 'vitest'
import {
  type ClientOptions,
  createClient,
  type Fetch,
  isNetworkError,
  isSoukError,
} from '../src/index.ts'
import { answer, fakeFetch, offline, refuse, silent } from './fake-fetch.ts'

const QUICK = { minDelayMs: 1 }

function clientWith(fetch: Fetch, retry: ClientOptions['retry'] = QUICK) {
  return createClient({ url: 'https://souk.test', fetch, retry })
}

const failureOf = (call: Promise<unknown>) => call.catch((error: unknown) => error)

describe('a call is repeated', () => {
  test('after the network failed, with the same idempotency key', async () => {
    const { fetch, sent } = fakeFetch(offline(), offline(), answer({ id: 7 }))
    const bought = await clientWith(fetch).trades.buy.mutate({ id: 7 })
    expect(bought.id).toBe(7)
    const keys = sent.map(({ init }) => init.headers['idempotency-key'])
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
  })

  test('while Souk is unavailable, as often as asked', async () => {
    const { fetch, sent } = fakeFetch(refuse(503, 'UNAVAILABLE'))
    const client = clientWith(fetch, { ...QUICK, attempts: 3 })
    const error = await failureOf(client.trades.get.query({ id: 1 }))
    expect(isSoukError(error, 'UNAVAILABLE')).toBe(true)
    expect(sent).toHaveLength(3)
  })

  test('after the time that Souk asks for', async () => {
    const { fetch, sent } = fakeFetch(
      refuse(429, 'RATE_LIMITED', { retryAfter: 0.2 }),
      answer({ id: 1 }),
    )
    const start = performance.now()
    await clientWith(fetch).trades.get.query({ id: 1 })
    expect(performance.now() - start).toBeGreaterThanOrEqual(199)
    expect(sent).toHaveLength(2)
  })

  test('when a proxy says that Souk is away', async () => {
    const { fetch, sent } = fakeFetch(
      () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
      () => Response.json({ message: 'no upstream' }, { status: 503 }),
      answer({ id: 1 }),
    )
    await clientWith(fetch).trades.get.query({ id: 1 })
    expect(sent).toHaveLength(3)
  })
})

describe('a call is not repeated', () => {
  test.each([
    [409, 'CONFLICT'],
    [401, 'INVALID_CREDENTIALS'],
    [422, 'VALIDATION_FAILED'],
    [500, 'INTERNAL_ERROR'],
  ])('after %i %s', async (status, code) => {
    const { fetch, sent } = fakeFetch(refuse(status, code))
    const error = await failureOf(clientWith(fetch).trades.buy.mutate({ id: 1 }))
    expect(isSoukError(error)).toBe(true)
    expect(sent).toHaveLength(1)
  })

  test('when the wait would be longer than allowed', async () => {
    const { fetch, sent } = fakeFetch(refuse(429, 'RATE_LIMITED', { retryAfter: 600 }))
    const error = await failureOf(clientWith(fetch).trades.get.query({ id: 1 }))
    if (!isSoukError(error, 'RATE_LIMITED')) throw error
    expect(error.data.retryAfter).toBe(600)
    expect(sent).toHaveLength(1)
  })

  test('when something else than Souk answers', async () => {
    const { fetch, sent } = fakeFetch(() => new Response('hello', { status: 200 }))
    const error = await failureOf(clientWith(fetch).trades.get.query({ id: 1 }))
    expect(isNetworkError(error)).toBe(true)
    expect(error).toMatchObject({ message: expect.stringContaining('souk.test answered 200') })
    expect(sent).toHaveLength(1)
  })

  test('with retry: false', async () => {
    const { fetch, sent } = fakeFetch(offline())
    const error = await failureOf(clientWith(fetch, false).trades.get.query({ id: 1 }))
    expect(isNetworkError(error)).toBe(true)
    expect(isSoukError(error)).toBe(false)
    expect(sent).toHaveLength(1)
  })
})

describe('a call that is aborted', () => {
  test('while it waits for its next attempt is not repeated', async () => {
    const { fetch, sent } = fakeFetch(offline())
    const client = clientWith(fetch, { minDelayMs: 10_000_000, maxDelayMs: 10_000_000 })
    const abort = new AbortController()
    const call = client.trades.get.query({ id: 1 }, { signal: abort.signal })
    setTimeout(() => abort.abort(), 20)
    expect(await failureOf(call)).toMatchObject({ cause: { name: 'AbortError' } })
    expect(sent).toHaveLength(1)
  })

  test('under way stops its request', async () => {
    const { fetch, sent } = fakeFetch(silent())
    const call = clientWith(fetch).trades.buy.mutate({ id: 1 }, { signal: AbortSignal.timeout(20) })
    expect(await failureOf(call)).toMatchObject({ cause: { name: 'TimeoutError' } })
    expect(sent[0]?.init.signal.aborted).toBe(true)
  })

  test('leaves the others of its request alone', async () => {
    let answerNow = () => {}
    const { fetch } = fakeFetch(async (sent) => {
      await new Promise<void>((resolve) => {
        answerNow = resolve
      })
      return answer({ id: 1 })(sent)
    })
    const client = clientWith(fetch)
    const abort = new AbortController()
    const aborted = client.trades.get.query({ id: 1 }, { signal: abort.signal })
    const other = client.trades.get.query({ id: 1 })
    setTimeout(() => abort.abort(), 20)
    expect(await failureOf(aborted)).toMatchObject({ cause: { name: 'AbortError' } })
    answerNow()
    expect(await other).toEqual({ id: 1 })
  })

  test('before it begins is never sent', async () => {
    const { fetch, sent } = fakeFetch(answer({}))
    const call = clientWith(fetch).trades.get.query({ id: 1 }, { signal: AbortSignal.abort() })
    expect(await failureOf(call)).toMatchObject({ cause: { name: 'AbortError' } })
    expect(sent).toHaveLength(0)
  })
})

describe('requests', () => {
  test('queries of one moment share a request; mutations never do', async () => {
    const { fetch, sent } = fakeFetch(answer({ id: 1 }))
    const client = clientWith(fetch)
    await Promise.all([
      client.trades.get.query({ id: 1 }),
      client.trades.get.query({ id: 2 }),
      client.trades.buy.mutate({ id: 1 }),
      client.trades.buy.mutate({ id: 2 }),
    ])
    const requests = sent.map(({ url, init }) => `${init.method} ${new URL(url).pathname}`).sort()
    expect(requests).toEqual([
      'GET /trpc/trades.get,trades.get',
      'POST /trpc/trades.buy',
      'POST /trpc/trades.buy',
    ])
  })

  test('a batch holds no more calls than Souk takes', async () => {
    const { fetch, sent } = fakeFetch(answer({ id: 1 }))
    const client = clientWith(fetch)
    await Promise.all(Array.from({ length: 50 }, (_, id) => client.trades.get.query({ id })))
    const sizes = sent.map(({ url }) => new URL(url).pathname.split(',').length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20)
    expect(sizes.reduce((sum, size) => sum + size)).toBe(50)
  })

  test('a caller may choose the idempotency key', async () => {
    const { fetch, sent } = fakeFetch(answer({ id: 1 }))
    const context = { idempotencyKey: 'order-4711' }
    await clientWith(fetch).trades.buy.mutate({ id: 1 }, { context })
    expect(sent[0]?.init.headers['idempotency-key']).toBe('order-4711')
  })

  test('a path in the address of the server is kept', async () => {
    const { fetch, sent } = fakeFetch(answer(null))
    const client = createClient({ url: 'https://souk.test/api/', fetch })
    await client.auth.logout.mutate()
    expect(sent[0]?.url).toBe('https://souk.test/api/trpc/auth.logout')
  })
})
