import { fiatDecimals } from '@souk/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SignedIn } from '../../context.ts'
import { adInput, dealIn, offerInput } from '../../testing/market.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { buyTrade } from '../../trades/buy-trade.ts'
import { createTrade } from '../../trades/create-trade.ts'
import { createAd } from '../ads/create-ad.ts'
import { getAd } from '../ads/get-ad.ts'
import { listAds } from '../ads/list-ads.ts'
import { createOffer } from './create-offer.ts'
import { payOffer } from './pay-offer.ts'
import { rateOffer } from './rate-offer.ts'
import { releaseOffer } from './release-offer.ts'

let core: TestCore
let owner: SignedIn
let maker: SignedIn
beforeAll(async () => {
  core = await startTestCore({ dealCaps: { new: 3, proven: 5 } })
})
afterAll(() => core.close())
beforeEach(async () => {
  owner = await core.newUser()
  maker = await core.newUser()
})

const advertise = (more: object) => createAd(core.as(owner), adInput(more))
const offer = (ad: number, currencyAmount: string, fiatAmount: string, by = maker) =>
  createOffer(core.as(by), { ad, currencyAmount, fiatAmount })
async function deal(ad: number, currencyAmount: string, fiatAmount: string): Promise<void> {
  const { id } = await offer(ad, currencyAmount, fiatAmount)
  await payOffer(core.as(maker), { id })
  await releaseOffer(core.as(owner), { id })
}
const found = async (fiatAmount: string) =>
  (await listAds(core.as(maker), { fiatAmount, page: 1, perPage: 50 })).items.map(({ id }) => id)

describe('what is left of an ad', () => {
  test('below its minimum can be taken whole, and only whole', async () => {
    const terms = { cryptoAmount: '1', pricePerUnit: '1000', minLimit: '300', maxLimit: '800' }
    const { id } = await advertise(terms)
    await deal(id, '0.8', '800')
    expect(await getAd(core.as(maker), { id })).toMatchObject({
      minLimit: '200.00',
      maxLimit: '200.00',
    })
    expect(await found('200')).toContain(id)
    expect(await found('150')).not.toContain(id)
    await expect(offer(id, '0.1', '100')).rejects.toMatchObject({
      fields: [
        { path: ['currencyAmount'], message: 'must be all that is left of this ad: 0.20 btc' },
      ],
    })
    await deal(id, '0.2', '200')
    expect((await getAd(core.as(maker), { id })).status).toBe('completed')
    expect(await core.purse(owner)).toEqual({ available: '99', held: '0' })
  })

  test('and worth less than a cent goes back when the last offer is through, not before', async () => {
    const { id } = await advertise({ cryptoAmount: '1', pricePerUnit: '100' })
    const { id: first } = await offer(id, '0.99999', '100')
    expect(await getAd(core.as(maker), { id })).toMatchObject({
      status: 'in_progress',
      totalAvailable: '0.00001',
    })
    expect(await found('0.01')).not.toContain(id)
    await expect(offer(id, '0.00001', '0.01')).rejects.toThrow()
    expect(await core.purse(owner)).toEqual({ available: '99', held: '1' })
    await releaseOffer(core.as(owner), { id: first })
    expect((await getAd(core.as(maker), { id })).status).toBe('completed')
    expect(await core.purse(owner)).toEqual({ available: '99.00001', held: '0' })
    expect(await core.verify()).toEqual([])
  })
})

test.each([
  ['jpy', '9000001', '0.00123457', '11111'],
  ['kwd', '30000.123', '0.00123457', '37.037'],
  ['usd', '90000.01', '0.00123457', '111.11'],
])(
  'an amount in %s is a whole number of its smallest unit',
  async (fiatCurrency, price, of, worth) => {
    const { id } = await advertise({ fiatCurrency, pricePerUnit: price, cryptoAmount: '1' })
    const made = await offer(id, of, worth)
    expect(Number(made.fiatAmount)).toBe(Number(worth))
    await expect(offer(id, of, `${worth.split('.')[0]}.1239`)).rejects.toMatchObject({
      fields: [{ path: ['fiatAmount'] }],
    })
  },
)

test('SQL knows the same smallest units as the contract', async () => {
  const codes = Intl.supportedValuesOf('currency').map((code) => code.toLowerCase())
  const rows = await core.sql(
    'select code, fiat_decimals(code) as decimals from unnest($1::text[]) code',
    [codes],
  )
  expect(rows).toEqual(codes.map((code) => ({ code, decimals: fiatDecimals(code) })))
})

describe('one account begins no more than its cap allows', () => {
  const most = (what: string, n = 3) => ({
    code: 'LIMIT_EXCEEDED',
    message: `You may have at most ${n} ${what} under way at a time`,
  })

  test('of ads', async () => {
    const tried = await Promise.allSettled(
      Array.from({ length: 8 }, () => advertise({ cryptoAmount: '1' })),
    )
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    await expect(advertise({ cryptoAmount: '1' })).rejects.toMatchObject(most('ads'))
  })

  test('of offers made; those that come do not count', async () => {
    const ad = await advertise({ cryptoAmount: '10' })
    const tried = await Promise.allSettled(
      Array.from({ length: 8 }, () => createOffer(core.as(maker), offerInput(ad, '1'))),
    )
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    await expect(createOffer(core.as(maker), offerInput(ad, '1'))).rejects.toMatchObject(
      most('offers'),
    )
    await createOffer(core.as(await core.newUser()), offerInput(ad, '1'))
  })

  test('of trades taken, more once a deal is through; those that others take do not count', async () => {
    const open = async () => (await createTrade(core.as(owner), { asset: 'btc', amount: '1' })).id
    const take = async (by = maker) => buyTrade(core.as(by), { id: await open() })
    for (let n = 0; n < 3; n += 1) await take()
    await expect(take()).rejects.toMatchObject(most('trades'))
    await take(await core.newUser())
    await dealIn(core, 'released', { owner: await core.newUser(), maker })
    await take()
    await take()
    await expect(take()).rejects.toMatchObject(most('trades', 5))
  })
})

test('a deal of less than the least worth neither counts for anybody nor uses the day up', async () => {
  const user = await core.newUser()
  const rated = async (amount: string) => {
    const ad = await createAd(
      core.as(user),
      adInput({ cryptoAmount: amount, pricePerUnit: '60000' }),
    )
    const made = await offer(ad.id, amount, (Number(amount) * 60_000).toFixed(2))
    await releaseOffer(core.as(user), { id: made.id })
    await rateOffer(core.as(maker), { id: made.id, positive: true })
    const { user: shown } = await getAd(core.as(maker), { id: ad.id })
    return shown.ratings.positiveFeedbackCount
  }
  expect(await rated('0.00001')).toBe(0) // 60 cents
  expect(await rated('0.001')).toBe(1)
  expect(await rated('0.001')).toBe(1)
})
