import { contract, procedures } from '@souk/contract'
import { describe, expect, test, vi } from 'vitest'
import { createClient, isSoukError } from '../src/index.ts'
import { PUBLIC_PROCEDURES } from '../src/public-procedures.ts'
import { answer, fakeFetch, refuse, type Sent } from './fake-fetch.ts'

const url = 'https://souk.test'
const invalid = refuse(401, 'INVALID_TOKEN')

const tokenOf = ({ init }: Sent) => init.headers.authorization

/** Accepts one token and refuses all others, after a moment that differs from call to call. */
function souk(good: string | undefined) {
  return fakeFetch(async (sent) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
    const accepted = tokenOf(sent) === (good && `Bearer ${good}`)
    return (accepted ? answer({ id: 1 }) : invalid)(sent)
  })
}

const failureOf = (call: Promise<unknown>) => call.catch((error: unknown) => error)

describe('a refused token', () => {
  test('is replaced once for all calls that meet the refusal', async () => {
    const { fetch } = souk('new')
    const onAuthError = vi.fn(async () => 'new')
    const client = createClient({ url, token: 'old', fetch, onAuthError })
    const calls = Array.from({ length: 20 }, (_, id) => client.trades.buy.mutate({ id }))
    expect(await Promise.all(calls)).toHaveLength(20)
    expect(onAuthError).toHaveBeenCalledOnce()
    await client.trades.buy.mutate({ id: 1 })
    expect(onAuthError).toHaveBeenCalledOnce()
  })

  test('fails all of them when there is no new one, after one question', async () => {
    const { fetch, sent } = souk('new')
    const onAuthError = vi.fn(() => {})
    const client = createClient({ url, token: 'old', fetch, onAuthError })
    const calls = Array.from({ length: 20 }, (_, id) => client.trades.buy.mutate({ id }))
    const failures = await Promise.all(calls.map(failureOf))
    expect(failures.every((error) => isSoukError(error, 'INVALID_TOKEN'))).toBe(true)
    expect(onAuthError).toHaveBeenCalledOnce()
    expect(sent).toHaveLength(20)
  })

  test('is repeated no more than once when the new one is refused too', async () => {
    const { fetch, sent } = souk('neither')
    let count = 0
    const client = createClient({ url, token: 'old', fetch, onAuthError: () => `new ${++count}` })
    const error = await failureOf(client.trades.buy.mutate({ id: 1 }))
    expect(isSoukError(error, 'INVALID_TOKEN')).toBe(true)
    expect(sent.map(tokenOf)).toEqual(['Bearer old', 'Bearer new 1'])
  })

  test('says why no new one came', async () => {
    const { fetch } = souk('new')
    const cause = new Error('the refresh token is gone')
    const client = createClient({
      url,
      token: 'old',
      fetch,
      onAuthError: () => Promise.reject(cause),
    })
    const error = await failureOf(client.trades.get.query({ id: 1 }))
    expect(isSoukError(error, 'INVALID_TOKEN')).toBe(true)
    expect(error).toMatchObject({ cause })
  })

  test('leads to nothing when it was a refresh token', async () => {
    const { fetch } = souk('new')
    const client = createClient({
      url,
      token: 'old',
      fetch,
      onAuthError: async () => (await client.auth.refresh.mutate({ refresh: 'stale' })).access,
    })
    const error = await failureOf(client.trades.get.query({ id: 1 }))
    expect(isSoukError(error, 'INVALID_TOKEN')).toBe(true)
  })

  test('keeps calls back that begin while a new one is on its way', async () => {
    const { fetch, sent } = souk('new')
    const client = createClient({
      url,
      token: 'old',
      fetch,
      onAuthError: () => new Promise<string>((resolve) => setTimeout(resolve, 60, 'new')),
    })
    const first = client.trades.buy.mutate({ id: 1 })
    await new Promise((resolve) => setTimeout(resolve, 40))
    await Promise.all([first, client.trades.buy.mutate({ id: 2 })])
    expect(sent.map(tokenOf)).toEqual(['Bearer old', 'Bearer new', 'Bearer new'])
  })

  test('is looked for again where the application keeps its token', async () => {
    const { fetch } = souk('new')
    const store = { token: 'old' }
    const client = createClient({
      url,
      getToken: async () => store.token,
      fetch,
      onAuthError: async () => {
        store.token = 'new'
      },
    })
    expect(await client.trades.buy.mutate({ id: 1 })).toEqual({ id: 1 })
  })

  test('gives way to what the application puts in its place', async () => {
    const { fetch, sent } = fakeFetch(invalid, answer({ id: 1 }))
    const store = { token: 'alice' }
    const client = createClient({
      url,
      getToken: () => store.token,
      fetch,
      onAuthError: () => 'alice 2',
    })
    await client.trades.get.query({ id: 1 })
    await client.trades.get.query({ id: 1 })
    store.token = 'bob'
    await client.trades.get.query({ id: 1 })
    expect(sent.map(tokenOf)).toEqual([
      'Bearer alice',
      'Bearer alice 2',
      'Bearer alice 2',
      'Bearer bob',
    ])
  })

  test('may have been a cookie, which a new log-in replaces unseen', async () => {
    const { fetch, sent } = fakeFetch(invalid, answer({ id: 1 }))
    const onAuthError = vi.fn(async () => {})
    await createClient({ url, fetch, onAuthError }).trades.get.query({ id: 1 })
    expect(sent).toHaveLength(2)
    expect(onAuthError).toHaveBeenCalledOnce()
  })
})

test('a missing token is not asked for', async () => {
  const { fetch } = fakeFetch(refuse(401, 'AUTHENTICATION_REQUIRED'))
  const onAuthError = vi.fn(() => 'token')
  const client = createClient({ url, fetch, onAuthError })
  expect(isSoukError(await failureOf(client.auth.me.query()))).toBe(true)
  expect(onAuthError).not.toHaveBeenCalled()
})

test('the list of public procedures is the contract’s', () => {
  const open = [...procedures(contract)].filter(({ procedure }) => procedure.access === 'public')
  expect(PUBLIC_PROCEDURES).toEqual(open.map(({ path }) => path))
})
