import { contract, type Procedure, procedures, type RestRoute } from '@souk/contract'
import {
  array,
  asyncProperty,
  assert as check,
  constantFrom,
  double,
  integer,
  jsonValue,
  oneof,
  record,
  string,
  uniqueArray,
} from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Books, openBooks } from '../../src/testing/books.ts'
import { getWithBody } from '../../src/testing/get-with-body.ts'
import type { Answer, TestUser } from '../../src/testing/http-client.ts'
import { BANK, type MarketClient, marketClient } from '../../src/testing/market.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Requests that are right but for one thing, sent to what is really there: nothing breaks, no coin
// is made or lost, and no digit of an amount.

let souk: TestSouk
let market: MarketClient
let books: Books
let owner: TestUser
let maker: TestUser
let staff: string
let target: Target
beforeAll(async () => {
  souk = await startTestSouk()
  market = marketClient(souk)
  books = await openBooks(souk.databaseUrl)
  owner = await souk.signUp('olivia')
  maker = await souk.signUp('max')
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
  target = await newTarget()
})
afterAll(async () => {
  expect(await books.verify()).toEqual([])
  await books.close()
  await souk.stop()
})

/** Things for requests to be about, in states in which many of them could be done. */
interface Target {
  readonly ad: number
  readonly offer: number
  readonly deposit: string
  readonly withdrawal: string
  readonly user: string
}

async function newTarget(): Promise<Target> {
  const ad = await market.newAd(owner, { ad_type: 'buy', crypto_amount: '50' })
  const offer = await market.newOffer(maker, ad, '0.5')
  await market.act('paid', offer, owner)
  await market.act('dispute', offer, owner, { reason: 'no answer' })
  const money = { currency: 'btc', amount: '1' }
  const [deposit, withdrawal] = await Promise.all(
    ['/wallet/deposits/', '/wallet/withdrawals/'].map(async (path) => {
      const { body } = await souk.post(path, { ...money, address: ADDRESS }, maker.token)
      return body.entity.id
    }),
  )
  const { body } = await souk.get('/auth/me', maker.token)
  return { ad, offer, deposit, withdrawal, user: body.entity.id }
}

const ADDRESS = '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'
const AD = {
  crypto_currency: 'btc',
  price_type: 'fixed',
  price_per_unit: '200',
  margin: '1.5',
  ad_type: 'buy',
  payment_method: 'bank_transfer',
  fiat_currency: 'usd',
  crypto_amount: '2',
  start_date: '2025-01-01',
  end_date: '2999-01-01',
  auto_reply_message: 'Hello',
  terms_of_trade: '',
  additional_information: null,
  time_to_pay: 30,
  min_limit: '1',
  max_limit: '400',
}

let numbers = 0
const newTransaction = () => newNumber().toString(16).padStart(64, '0')

function newNumber(): number {
  numbers += 1
  return numbers
}

/** A good body of each request that changes something, and who sends it. */
const GOOD: Record<string, () => { body: object; by: string }> = {
  '/p2p/ad/': () => ({ body: AD, by: owner.token }),
  '/p2p/offer/create/': () => ({
    body: { ad: target.ad, currency_amount: '0.01', fiat_amount: '2.00', ...BANK },
    by: maker.token,
  }),
  '/p2p/offer/dispute/{id}/': () => ({ body: { reason: 'nothing came' }, by: maker.token }),
  '/exec/chat/reports/{id}/resolve/': () => ({ body: { outcome: 'dismissed' }, by: staff }),
  '/p2p/offer/resolve/{id}/': () => ({ body: { outcome: 'refund', note: 'seen' }, by: staff }),
  '/p2p/offer/rate/{id}/': () => ({ body: { positive: true, comment: 'good' }, by: maker.token }),
  '/p2p/offer/{offer_id}/messages/': () => ({ body: { message: 'hello' }, by: maker.token }),
  '/p2p/offer/{offer_id}/dispute/statements/': () => ({
    body: { statement: 'I have paid' },
    by: owner.token,
  }),
  '/exec/disputes/{id}/assign/': () => ({ body: { user_id: 1 }, by: staff }),
  '/exec/disputes/{id}/notes/': () => ({ body: { note: 'look again' }, by: staff }),
  '/exec/coin/enable/': () => ({ body: { coin: 'trx' }, by: staff }),
  '/exec/coin/disable/': () => ({ body: { coin: 'trx' }, by: staff }),
  '/exec/user/settings/{user_id}/': () => ({
    body: { can_trade_trx: true, can_deposit: true },
    by: staff,
  }),
  '/exec/limits/': () => ({
    body: { coin: 'trx', user_id: target.user, maximum: '100' },
    by: staff,
  }),
  '/exec/deposits/{id}/credit/': () => ({
    body: { amount: '1', transaction_id: newTransaction() },
    by: staff,
  }),
  '/exec/deposits/{id}/reject/': () => ({ body: { reason: 'no' }, by: staff }),
  '/exec/withdrawals/{id}/approve/': () => ({
    body: { transaction_id: newTransaction() },
    by: staff,
  }),
  '/exec/withdrawals/{id}/reject/': () => ({ body: { reason: 'no' }, by: staff }),
  '/auth/users/': () => ({ body: { search: 'o', page: 1, per_page: 10 }, by: staff }),
  '/p2p/wallet/transfer/': () => ({
    body: { currency: 'eth', amount: '0.01', from: 'main', to: 'p2p' },
    by: maker.token,
  }),
  '/wallet/deposits/': () => ({
    body: { currency: 'btc', amount: '1', transaction_id: newTransaction(), from_address: 'b' },
    by: maker.token,
  }),
  '/wallet/withdrawals/': () => ({
    body: { currency: 'btc', amount: '0.01', address: ADDRESS },
    by: maker.token,
  }),
}

interface Route {
  readonly procedure: Procedure
  readonly rest: RestRoute
}
const DOMAINS = /^(market|staff|wallet)\./
const routes: Route[] = [...procedures(contract)].flatMap(({ path, procedure }) =>
  DOMAINS.test(path) ? procedure.rest.map((rest) => ({ procedure, rest })) : [],
)
const withBody = routes.filter(
  ({ procedure, rest }) => procedure.kind === 'mutation' || rest.method === 'POST',
)
const bodied = withBody.filter(({ rest }) => rest.path in GOOD)

const pathOf = ({ path }: RestRoute) =>
  path.replace(/\{(\w+)\}/, (_, name) => {
    if (path.includes('/deposits/')) return target.deposit
    if (path.includes('/withdrawals/')) return target.withdrawal
    if (name === 'user_id') return target.user
    return String(path.startsWith('/p2p/ad/') ? target.ad : target.offer)
  })

/** Sends; whatever comes back is in the document's form and no fault of ours. */
async function send({ rest }: Route, body: unknown, token: string): Promise<Answer> {
  const path = pathOf(rest)
  const answer =
    rest.method === 'GET'
      ? await getWithBody(souk.url, path, { token, body })
      : await souk.request(rest.method, path, { token, body })
  const label = `${rest.method} ${path} ${JSON.stringify(body).slice(0, 300)}`
  expect([200, 400, 403, 404], `${label}: ${JSON.stringify(answer.body)}`).toContain(answer.status)
  if (answer.status === 200) return answer
  expect(answer.body, label).toEqual({
    status: 'failure',
    entity: null,
    message: expect.stringMatching(/\S/),
    success: false,
  })
  expect(answer.body.message, label).not.toMatch(/undefined|\[object|invalid input|violates|NaN/i)
  return answer
}

const NUMBERS = [
  -1,
  0,
  1.5,
  2 ** 53,
  1e21,
  1e308,
  5e-324,
  0.1 + 0.2,
  -0.01,
  1e-19,
  2 ** 31,
  2 ** 63,
]
const TEXTS = [
  ...['-1', '0', '0.00', '-0', 'NaN', 'Infinity', '-Infinity', '1e5', '1E-5', '0x10', '1,5', '.5'],
  ...[
    '1.',
    '٣',
    '+1',
    ' 1',
    '1 000',
    '1_000',
    '00.1',
    '9'.repeat(400),
    '9'.repeat(20),
    '1'.repeat(21),
  ],
  ...[
    '99999999999999999999.99999999',
    `0.${'0'.repeat(39)}1`,
    `0.${'0'.repeat(60)}1`,
    '0.000000001',
  ],
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\u202e',
    '😀',
    'x'.repeat(100_000),
    "'; drop table offers; --",
  ],
  ...['2025-02-30', '0000-01-01', '9999-12-31', '999999-01-01', '2025-1-1', 'infinity', 'epoch'],
  ...[
    '%s%n',
    '$1',
    '{}',
    '[]',
    'null',
    'xxx',
    'USD',
    'BTC',
    'TRUE',
    'Öl',
    '00000000-0000-0000-0000-000000000000',
  ],
]
const JUNK: unknown[] = [
  ...NUMBERS,
  ...TEXTS,
  ...[null, true, false, [], {}, [1], ['a'], [[[]]], { id: 1 }, { $gt: '' }, { toString: 1 }],
  JSON.parse('{"__proto__":{"isStaff":true},"constructor":{"prototype":{}}}'),
]

/** Makes an ad, and reads it. */
async function adWith(fields: object, user = owner) {
  const id = await market.newAd(user, fields)
  const { body } = await souk.get(`/p2p/ad/detail/${id}/`, user.token)
  return body.entity
}

describe('an amount', () => {
  test('keeps every digit, from the smallest to the largest', async () => {
    const wei = '0.000000000000000001'
    const price = '99999999999999999999.12345678'
    const ad = await adWith({
      crypto_currency: 'eth',
      ad_type: 'buy',
      crypto_amount: '99999999999999999999.999999999999999999',
      price_per_unit: price,
    })
    expect(ad).toMatchObject({
      crypto_amount: '99999999999999999999.99999999999999999900',
      price_per_unit: price,
      total_available: '99999999999999999999.999999999999999999',
    })
    const offer = { ad: ad.id, currency_amount: wei, fiat_amount: '100.00', ...BANK }
    const made = await souk.post('/p2p/offer/create/', offer, maker.token)
    expect(made.body.entity).toMatchObject({
      currency_amount: '0.00000000000000000100',
      fiat_amount: '100.00',
    })
    const { body } = await souk.get('/p2p/wallet/', maker.token)
    const eth = (body.entity as { currency: string; wallet: string }[]).find(
      ({ currency, wallet }) => currency === 'eth' && wallet === 'p2p',
    )
    expect(eth).toMatchObject({ available: '99.999999999999999999', held: wei })
    await market.act('cancel', made.body.entity.id, maker)
    const smallest = { crypto_currency: 'eth', crypto_amount: wei, price_per_unit: price }
    expect((await adWith(smallest)).crypto_amount).toBe('0.00000000000000000100')
  })

  test.each([
    ['0.01', '100.50', '1.01'],
    ['0.01', '100.49', '1.00'],
    ['0.01', '100.4999', '1.00'],
    ['0.01', '0.50', '0.01'],
    ['1', '1.005', '1.01'],
    ['1', '2.675', '2.68'],
    ['1', '1.00499999', '1.00'],
    ['3', '0.335', '1.01'],
    ['0.1', '10.05', '1.01'],
    ['0.00000001', '500000', '0.01'],
    ['1.15', '1.5', '1.73'],
    ['2', '8.3333', '16.67'],
  ])('of %s at %s is worth %s, half a cent up', async (amount, price_per_unit, fiat_amount) => {
    const ad = await market.newAd(owner, { ad_type: 'buy', crypto_amount: '5', price_per_unit })
    const offer = (fiat: string) => {
      const body = { ad, currency_amount: amount, fiat_amount: fiat, ...BANK }
      return souk.post('/p2p/offer/create/', body, maker.token)
    }
    const cents = Math.round(Number(fiat_amount) * 100)
    for (const wrong of [cents - 1, cents + 1].filter((one) => one > 0)) {
      const { status, body } = await offer((wrong / 100).toFixed(2))
      expect([status, body.message]).toEqual([
        400,
        `(fiat_amount) must be ${fiat_amount} usd for that amount`,
      ])
    }
    const made = await offer(fiat_amount)
    expect(made.body).toMatchObject({ success: true, entity: { fiat_amount } })
    await market.act('cancel', made.body.entity.id, maker)
  })

  test('worth less than half a cent is refused', async () => {
    const dust = { ...AD, ad_type: 'sell', crypto_amount: '0.00000001', price_per_unit: '1' }
    expect(await souk.post('/p2p/ad/', dust, owner.token)).toMatchObject({
      status: 400,
      body: { message: '(crypto_amount) is worth less than a cent of usd' },
    })
    const ad = await market.newAd(owner, { ad_type: 'buy', price_per_unit: '0.49' })
    const offer = { ad, currency_amount: '0.01', fiat_amount: '0.01', ...BANK }
    expect(await souk.post('/p2p/offer/create/', offer, maker.token)).toMatchObject({
      status: 400,
      body: { message: '(currency_amount) is worth less than a cent of usd' },
    })
  })

  test.each([
    ['crypto_amount', '0.000000001', 'must have at most 8 decimals for BTC'],
    ['price_per_unit', '1.000000001', 'must have at most 8 decimals'],
    ['min_limit', '1.001', 'must have at most 2 decimals'],
    ['crypto_amount', 1.1 + 2.2, 'has too many digits for a JSON number: send it as a string'],
    ['price_per_unit', '1e3', 'must be a plain decimal with at most 20 digits before the point'],
    ['price_per_unit', 0, 'must be greater than zero'],
    ['crypto_amount', '-1', 'must be greater than zero'],
  ])('as %s of %s is refused: %s', async (field, value, message) => {
    const answer = await souk.post('/p2p/ad/', { ...AD, [field]: value }, owner.token)
    expect([answer.status, answer.body.message]).toEqual([400, `(${field}) ${message}`])
  })
})

test('a deposit is never more than an account can count', async () => {
  const body = { currency: 'eth', amount: '99999999999999999999', transaction_id: newTransaction() }
  const refused = [400, '(amount) must be below 10^15']
  const announced = await souk.post('/wallet/deposits/', body, maker.token)
  expect([announced.status, announced.body.message]).toEqual(refused)
  const small = await souk.post('/wallet/deposits/', { ...body, amount: '1' }, maker.token)
  const path = `/exec/deposits/${small.body.entity.id}/credit/`
  const credited = await souk.post(path, { amount: body.amount }, staff)
  expect([credited.status, credited.body.message]).toEqual(refused)
})

test.each(['abc\u200bd', 'abc d', 'аbcd', 'abc\u202e'])(
  'a transaction id that only looks like another one is refused: %j',
  async (transaction_id) => {
    const body = { currency: 'btc', amount: '1', transaction_id }
    const answer = await souk.post('/wallet/deposits/', body, maker.token)
    const message = '(transaction_id) must be the id of a transaction'
    expect([answer.status, answer.body.message]).toEqual([400, message])
  },
)

test.each([
  [{ coin: 'btc', fiat_currency: 'usd' }, '(fiat_currency) cannot go with a coin'],
  [{ coin: 'btc', payment_method: 'cash' }, '(payment_method) cannot go with a coin'],
  [{ payment_method: 'cash' }, '(fiat_currency) is required with a payment method'],
  [{}, '(coin) is required'],
])('a limit of what nobody can tell is refused: %j', async (fields, message) => {
  const body = { ...fields, maximum: '1' }
  const answer = await souk.request('PUT', '/exec/limits/', { token: staff, body })
  expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining(message)])
})

test('a limit is of a way of paying and of a currency in any case', async () => {
  const body = { payment_method: ' Cash ', fiat_currency: 'KES', maximum: '1.500' }
  const answer = await souk.request('PUT', '/exec/limits/', { token: staff, body })
  expect(answer.body.entity).toMatchObject({
    payment_method: 'cash',
    fiat_currency: 'kes',
    maximum: '1.50',
  })
})

test.each(['abc', '0', -1, '7b0c9d1e'])('a dispute is not given to user %j', async (user_id) => {
  const path = `/exec/disputes/${target.offer}/assign/`
  const { status, body } = await souk.post(path, { user_id }, staff)
  expect([status, body.message]).toEqual([400, '(user_id) must be the id of a user'])
})

test('every request with a body is tried', () => {
  const bare = withBody.filter(({ rest }) => !(rest.path in GOOD)).map(({ rest }) => rest.path)
  expect(bare.sort()).toEqual([
    '/exec/user/two-factor/reset/{user_id}/',
    '/p2p/ad/close/{id}/',
    '/p2p/offer/cancel/{id}/',
    '/p2p/offer/paid/{id}/',
    '/p2p/offer/release/{id}/',
    '/p2p/offer/{offer_id}/messages/read/',
    '/wallet/withdrawals/{id}/cancel/',
  ])
})

describe('one thing that is wrong', () => {
  test.each(bodied.map((route) => ({ ...route, name: `${route.rest.method} ${route.rest.path}` })))(
    'is refused, or does no harm, at $name',
    { timeout: 20_000 },
    async (route) => {
      const { body, by } = GOOD[route.rest.path]?.() ?? { body: {}, by: '' }
      for (const field of Object.keys(body)) {
        const { [field]: _, ...without } = body as Record<string, unknown>
        const bodies = [without, ...JUNK.map((value) => ({ ...body, [field]: value }))]
        for (let at = 0; at < bodies.length; at += 8) {
          await Promise.all(bodies.slice(at, at + 8).map((wrong) => send(route, wrong, by)))
        }
      }
    },
  )
})

describe('any mixture of things', () => {
  const odd = oneof(
    constantFrom(...JUNK),
    jsonValue({ noUnicodeString: false }),
    string({ unit: 'binary' }),
    double(),
    integer(),
  )
  const attempt = record({
    route: constantFrom(...bodied),
    fields: uniqueArray(integer({ min: 0, max: 15 }), { maxLength: 3 }),
    values: array(odd, { minLength: 3, maxLength: 3 }),
  })

  test('breaks nothing', { timeout: 20_000 }, async () => {
    await check(
      asyncProperty(attempt, async ({ route, fields, values }) => {
        const { body, by } = GOOD[route.rest.path]?.() ?? { body: {}, by: '' }
        const names = Object.keys(body)
        const wrong = fields.map((at, i) => [names[at % names.length], values[i]])
        await send(route, { ...body, ...Object.fromEntries(wrong) }, by)
      }),
      { numRuns: 400, interruptAfterTimeLimit: 6000, seed: 20_261_120 },
    )
  })
})

const IDS = [
  '0',
  '-1',
  '1.5',
  'abc',
  '1e20',
  '1e2',
  '9'.repeat(20),
  '%00',
  '%ff',
  '1%20',
  '٣',
  '0x1',
]

test.each(
  routes
    .filter(({ rest }) => rest.path.includes('{'))
    .map(({ rest, procedure }) => ({
      name: `${rest.method} ${rest.path}`,
      rest,
      procedure,
    })),
)('a wrong id is refused in the document’s form at $name', async ({ rest, procedure }) => {
  for (const id of IDS) {
    const token = procedure.access === 'staff' ? staff : maker.token
    const { body } = GOOD[rest.path]?.() ?? { body: {} }
    const sent = rest.method === 'GET' ? {} : { body }
    const path = rest.path.replace(/\{\w+\}/, id)
    const answer = await souk.request(rest.method, path, { token, ...sent })
    expect([400, 404], `${path} ${JSON.stringify(answer.body)}`).toContain(answer.status)
    expect(answer.body).toMatchObject({ status: 'failure', entity: null, success: false })
  }
})

test('unknown paths are 404 and wrong methods 405 with Allow, in the document’s form', async () => {
  const failure = { status: 'failure', entity: null, message: expect.any(String), success: false }
  const unknown = ['/p2p/', '/p2p/x/', '/p2p/ad/detail/', '/p2p/offer/1/', '/exec/', '/exec/x/1/']
  for (const path of [...unknown, '/p2p/offer/pay/1/', '/exec/coin/', '/p2p//ads/']) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await souk.request(method, path, { token: maker.token })
      expect([method, path, answer.status, answer.body]).toEqual([method, path, 404, failure])
    }
  }
  const wrong: [method: string, path: string, allow: string][] = [
    ['DELETE', '/p2p/ad/', 'POST'],
    ['GET', '/p2p/ad/', 'POST'],
    ['POST', '/p2p/ads/', 'GET'],
    ['GET', '/p2p/offer/release/1/', 'POST'],
    ['PUT', '/p2p/offer/1/messages/', 'GET, POST'],
    ['DELETE', '/exec/coin/enable/', 'GET, POST'],
    ['POST', '/exec/limits/', 'GET, PUT'],
    ['PUT', '/exec/user/settings/1/', 'GET, PATCH, POST'],
    ['POST', '/transactions/all/', 'GET'],
    ['DELETE', '/wallet/withdrawals/', 'GET, POST'],
  ]
  for (const [method, path, allow] of wrong) {
    const answer = await souk.request(method, path, { token: maker.token })
    expect([path, answer.status, answer.body]).toEqual([path, 405, failure])
    expect([path, answer.headers.get('allow')?.replace(', HEAD', '')]).toEqual([path, allow])
  }
})

test.each(
  bodied
    .filter(({ rest }) => rest.method !== 'GET')
    .map((route) => ({
      ...route,
      name: `${route.rest.method} ${route.rest.path}`,
    })),
)('a body of the wrong form is refused at $name', async ({ rest, procedure }) => {
  const token = procedure.access === 'staff' ? staff : maker.token
  const send = (body: string, type = 'application/json') =>
    souk.request(rest.method, pathOf(rest), { token, body, headers: { 'content-type': type } })
  const refused: [string, string | undefined, number][] = [
    ['{', undefined, 400],
    ['[]', undefined, 400],
    ['"text"', undefined, 400],
    ['{"a":1}', 'text/plain', 415],
    ['a=1', 'application/x-www-form-urlencoded', 415],
    [`{"a":"${'x'.repeat(1024 * 1024)}"}`, undefined, 413],
  ]
  for (const [body, type, status] of refused) {
    const answer = await send(body, type)
    expect([body.slice(0, 20), answer.status]).toEqual([body.slice(0, 20), status])
    expect(answer.body).toMatchObject({ status: 'failure', entity: null, success: false })
  }
})
