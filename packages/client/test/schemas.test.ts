import { expect, test } from 'vitest'
import * as client from '../src/index.ts'
import * as withSchemas from '../src/schemas.ts'

const { Offer, schemas, Trade } = withSchemas

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

test('who wants no schemas gets none: they are no values of the main entry', () => {
  const both = Object.keys(client).filter((name) => name in withSchemas)
  expect(both).toEqual([])
  expect(Object.keys(withSchemas)).toContain('UserForStaff')
})

test('the market, the wallet and staff have them too', () => {
  const ad = {
    adType: 'sell',
    cryptoCurrency: 'BTC',
    cryptoAmount: 1,
    pricePerUnit: '60000',
    fiatCurrency: 'USD',
    paymentMethod: 'Bank_Transfer',
  } as const
  expect(schemas.market.ads.create.parse(ad)).toMatchObject({
    cryptoCurrency: 'btc',
    fiatCurrency: 'usd',
    paymentMethod: 'bank_transfer',
    priceType: 'fixed',
  })
  const refused = schemas.market.ads.create.safeParse({ ...ad, pricePerUnit: undefined })
  expect(refused.error?.issues).toMatchObject([{ path: ['pricePerUnit'] }])
  const transfer = { currency: 'btc', amount: '1', from: 'main', to: 'main' } as const
  expect(schemas.wallet.transfer.safeParse(transfer).success).toBe(false)
  expect(schemas.staff.coins.disable.safeParse({ coin: 'btc' }).success).toBe(true)
  expect(Object.keys(Offer.shape)).toContain('fiatAmount')
})
