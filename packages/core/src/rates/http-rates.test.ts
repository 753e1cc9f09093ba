import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createHttpRates } from './http-rates.ts'

/** What the server does with the next request. */
let reply: (response: ServerResponse) => void
let asked = 0
let server: Server
let url: string
beforeAll(async () => {
  server = createServer((_request, response) => {
    asked += 1
    reply(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/rates`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const MINUTE = 60_000
let now: Date
let errors: unknown[]
beforeEach(() => {
  now = new Date('2026-01-02T03:04:05Z')
  errors = []
  asked = 0
})

function open() {
  return createHttpRates({
    url,
    fetch,
    clock: () => now,
    maxAge: 5 * MINUTE,
    ttl: MINUTE,
    timeout: 200,
    onError: (error) => errors.push(error),
  })
}

const pass = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds)
}

const answer = (body: unknown, status = 200) => {
  reply = (response) => {
    response.statusCode = status
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

const btcAt = (usd: string, at = now.toISOString()) =>
  answer({ rates: { btc: { usd, EUR: '50000' }, ETH: { usd: '2500.5' } }, at })

const BTC = { 'btc:usd': '60000.12', 'btc:eur': '50000', 'eth:usd': '2500.5' }

test('prices come by pair, exactly as the server wrote them', async () => {
  btcAt('60000.12')
  expect(await open().current()).toEqual(BTC)
  expect(errors).toEqual([])
})

test('an answer serves for a while, and all who wait are served by one request', async () => {
  btcAt('60000.12')
  const rates = open()
  expect(await Promise.all([rates.current(), rates.current(), rates.current()])).toEqual([
    BTC,
    BTC,
    BTC,
  ])
  btcAt('61000')
  pass(MINUTE - 1)
  expect(await rates.current()).toEqual(BTC)
  expect(asked).toBe(1)
  pass(1)
  expect(await rates.current()).toMatchObject({ 'btc:usd': '61000' })
  expect(asked).toBe(2)
})

test('while the server is out of order the last prices count as long as they are fresh, then none', async () => {
  btcAt('60000.12')
  const rates = open()
  await rates.current()
  answer('out of order', 503)
  pass(5 * MINUTE)
  expect(await rates.current()).toEqual(BTC)
  pass(1)
  expect(await rates.current()).toEqual({})
  expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining('503') })])
})

test('prices are fresh by when they were so, not by when they were asked for', async () => {
  btcAt('60000.12', new Date(now.getTime() - 5 * MINUTE - 1).toISOString())
  expect(await open().current()).toEqual({})
  btcAt('60000.12', new Date(now.getTime() + 60 * MINUTE).toISOString())
  const rates = open()
  expect(await rates.current()).toEqual(BTC)
  answer('', 500)
  pass(5 * MINUTE + 1)
  expect(await rates.current()).toEqual({})
})

test('a server that is too slow is not waited for, and asked again later', async () => {
  reply = () => {}
  const rates = open()
  expect(await rates.current()).toEqual({})
  expect(errors).toHaveLength(1)
  btcAt('60000.12')
  expect(await rates.current()).toEqual({})
  pass(MINUTE)
  expect(await rates.current()).toEqual(BTC)
})

test.each([
  ['no JSON', '<html>'],
  [
    'numbers, which are not exact',
    { rates: { btc: { usd: 60000.12 } }, at: '2026-01-02T03:04:05Z' },
  ],
  ['a price of nothing', { rates: { btc: { usd: '0.00' } }, at: '2026-01-02T03:04:05Z' }],
  ['a negative price', { rates: { btc: { usd: '-1' } }, at: '2026-01-02T03:04:05Z' }],
  ['no moment', { rates: { btc: { usd: '1' } } }],
  ['no rates', { at: '2026-01-02T03:04:05Z' }],
])('an answer with %s changes nothing', async (_what, body) => {
  btcAt('60000.12')
  const rates = open()
  await rates.current()
  answer(body)
  pass(MINUTE)
  expect(await rates.current()).toEqual(BTC)
  expect(errors).toHaveLength(1)
})

test('one pair that is no price is left out, with one warning, and the others count', async () => {
  const rates = { btc: { usd: '60000.12', eur: 'n/a' }, '1inch': { usd: '0.3' }, eth: null }
  answer({ rates, at: now.toISOString() })
  const source = open()
  for (let round = 0; round < 3; round += 1) {
    expect(await source.current()).toEqual({ 'btc:usd': '60000.12' })
    pass(MINUTE)
  }
  expect(errors).toHaveLength(1)
  expect(String(errors[0])).toMatch(/btc:eur.*1inch:usd|1inch:usd.*btc:eur/)
})

test.each([10_000, 60 * MINUTE])('a clock set back by %i ms keeps no price alive', async (back) => {
  btcAt('60000.12')
  const rates = open()
  await rates.current()
  pass(-back)
  btcAt('61000', new Date(now.getTime() + back).toISOString())
  expect(await rates.current()).toMatchObject({ 'btc:usd': '61000' })
})

test('a source is asked as often as the age demands that prices may have', async () => {
  const rates = createHttpRates({ url, fetch, clock: () => now, maxAge: 4000 })
  for (let second = 0; second < 20; second += 1) {
    btcAt('60000.12')
    expect(await rates.current()).toEqual(BTC)
    pass(1000)
  }
  expect(asked).toBe(10)
})

test('a server that is not there is no error for who asks', async () => {
  const rates = createHttpRates({
    url: 'http://127.0.0.1:9/',
    fetch,
    clock: () => now,
    maxAge: MINUTE,
  })
  expect(await rates.current()).toEqual({})
})
