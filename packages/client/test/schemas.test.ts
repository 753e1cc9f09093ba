import { expect, test } from 'vitest'
import { schemas, Trade } from '../src/schemas.ts'

test('a form is checked as Souk checks it', () => {
  expect(schemas.trades.create.parse({ asset: ' BTC ', amount: 0.1 })).toEqual({
    asset: 'btc',
    amount: '0.1',
  })
  const refused = schemas.trades.create.safeParse({ asset: 'usdt', amount: '0.0000001' })
  expect(refused.error?.issues).toMatchObject([
    { path: ['amount'], message: 'must have at most 6 decimals for USDT' },
  ])
  expect(schemas.trades.chat.send.safeParse({ tradeId: 1, message: '  ' }).success).toBe(false)
})

test('resources have schemas too', () => {
  expect(Object.keys(Trade.shape)).toContain('sellerName')
})
