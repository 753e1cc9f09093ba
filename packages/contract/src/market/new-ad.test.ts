import { expect, test } from 'vitest'
import { NewAd } from './new-ad.ts'
import { offers } from './offers.routes.ts'

const ad = {
  cryptoCurrency: 'BTC',
  pricePerUnit: '60000',
  adType: 'sell',
  paymentMethod: 'Bank_Transfer ',
  fiatCurrency: 'USD',
  cryptoAmount: '0.5',
}

/** What is wrong with each refused field. */
function problems(schema: typeof NewAd | typeof offers.create.input, given: object) {
  const { error } = schema.safeParse(given)
  return Object.fromEntries(error?.issues.map(({ path, message }) => [path[0], message]) ?? [])
}

test('codes come in either case, and what was left out has its default', () => {
  expect(NewAd.parse(ad)).toEqual({
    cryptoCurrency: 'btc',
    priceType: 'fixed',
    pricePerUnit: '60000',
    adType: 'sell',
    paymentMethod: 'bank_transfer',
    fiatCurrency: 'usd',
    cryptoAmount: '0.5',
  })
})

test.each([0, '0', '0.00', '0.0000000000'])('a limit of %j is none', (minLimit) => {
  expect(NewAd.parse({ ...ad, minLimit }).minLimit).toBeUndefined()
})

test('what an ad shows may be sent back', () => {
  const shown = { minLimit: '3000.0000000000', cryptoAmount: '0.50000000000000000000' }
  expect(problems(NewAd, { ...ad, ...shown })).toEqual({})
})

const CENTS = 'must have at most 2 decimals'
const MARGIN = 'must be a percentage from -50 to 100 with at most 2 decimals'

test.each([
  ['pricePerUnit', { pricePerUnit: undefined }, 'is required'],
  ['pricePerUnit', { pricePerUnit: '1.000000001' }, 'must have at most 8 decimals'],
  ['cryptoAmount', { cryptoAmount: '0.000000001' }, 'must have at most 8 decimals for BTC'],
  [
    'cryptoAmount',
    { cryptoAmount: 'string' },
    'must be a plain decimal with at most 20 digits before the point',
  ],
  ['cryptoAmount', { cryptoAmount: '0' }, 'must be greater than zero'],
  ['fiatCurrency', { fiatCurrency: 'xyz' }, 'must be the code of a national currency, such as usd'],
  ['minLimit', { minLimit: '1.001' }, CENTS],
  ['maxLimit', { maxLimit: '1.001' }, CENTS],
  ['maxLimit', { minLimit: '5', maxLimit: '4.99' }, 'must not be less than the minimum'],
  ['minLimit', { minLimit: 'much' }, 'must be a decimal amount, as a string or a number'],
  ['endDate', { startDate: '2026-03-02', endDate: '2026-03-01' }, 'must not be before the start'],
  ['endDate', { endDate: '2026-02-30' }, 'must be a date, as YYYY-MM-DD'],
  ['timeToPay', { timeToPay: 10_081 }, 'must be at most a week (10080)'],
  ['margin', { margin: '100.01' }, MARGIN],
  ['margin', { margin: -51 }, MARGIN],
  ['margin', { margin: '1.005' }, MARGIN],
])('%s is refused in %j: %s', (field, changes, message) => {
  expect(problems(NewAd, { ...ad, ...changes })).toEqual({ [field]: message })
})

test('limits are compared to the cent, however large', () => {
  const [minLimit, maxLimit] = ['99999999999999999999.02', '99999999999999999999.01']
  expect(problems(NewAd, { ...ad, minLimit, maxLimit })).toHaveProperty('maxLimit')
})

test('a floating price needs no price, and takes its margin as text or number', () => {
  const floating = { ...ad, priceType: 'floating', pricePerUnit: undefined }
  expect(problems(NewAd, floating)).toEqual({})
  expect(NewAd.parse({ ...floating, margin: -2.5 }).margin).toBe('-2.5')
})

test.each([
  [7, {}],
  ['7', {}],
  [0, { ad: 'Invalid pk "0" - object does not exist.' }],
  [-1, { ad: 'Invalid pk "-1" - object does not exist.' }],
  ['x', { ad: 'must be the id of an ad' }],
])('an offer on ad %j has the problems %j', (given, expected) => {
  const offer = { ad: given, currencyAmount: '1', fiatAmount: '1' }
  expect(problems(offers.create.input, offer)).toEqual(expected)
})

test('null says as little as nothing, as in an ad that was read and is sent again', () => {
  const none = { margin: null, endDate: null, startDate: null, minLimit: null, maxLimit: null }
  const empty = { timeToPay: null, autoReplyMessage: null, termsOfTrade: null }
  expect(problems(NewAd, { ...ad, ...none, ...empty })).toEqual({})
  expect(problems(NewAd, { ...ad, pricePerUnit: null })).toEqual({ pricePerUnit: 'is required' })
})

test('nothing is rounded away from an offer’s amounts', () => {
  const offer = { ad: 1, currencyAmount: '1.0000000000000000001', fiatAmount: '1.0001' }
  expect(problems(offers.create.input, offer)).toEqual({
    currencyAmount: 'must have at most 18 decimals',
    fiatAmount: 'must have at most 3 decimals',
  })
})
