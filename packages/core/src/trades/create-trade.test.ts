import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { buyTrade } from './buy-trade.ts'
import { createTrade } from './create-trade.ts'
import { getTrade } from './get-trade.ts'
import { releaseTrade } from './release-trade.ts'

let core: TestCore
let seller: SignedIn
let buyer: SignedIn
beforeAll(async () => {
  core = await startTestCore({ feePercent: '0.5' })
  seller = await core.newUser()
  buyer = await core.newUser()
})
afterAll(() => core.close())

test('the fee is known before anybody accepts, and what is shown is what is paid', async () => {
  const created = await createTrade(core.as(seller), { asset: 'btc', amount: '10.00000001' })
  expect(created).toMatchObject({ amount: '10.00000001', fee: '0.05', status: 'open' })
  const seen = await getTrade(core.as({ kind: 'anonymous' }), { id: created.id })
  expect(seen.fee).toBe('0.05')
  await buyTrade(core.as(buyer), { id: created.id })
  await releaseTrade(core.as(seller), { id: created.id })
  expect(await core.purse(seller)).toEqual({ available: '89.99999999', held: '0' })
  expect(await core.purse(buyer)).toEqual({ available: '109.95000001', held: '0' })
})

test.each([
  ['usdt', '0.000001'],
  ['eth', '0.000000000000000001'],
  ['bnb', '99.999999999999999999'],
] as const)('an amount of %s keeps every digit: %s', async (asset, amount) => {
  const { id } = await createTrade(core.as(seller), { asset, amount })
  expect((await getTrade(core.as(seller), { id })).amount).toBe(amount)
})

test('a coin that is switched off stops new deals, not running ones', async () => {
  const asset = 'ltc'
  const { id } = await createTrade(core.as(seller), { asset, amount: '1' })
  const open = await createTrade(core.as(seller), { asset, amount: '1' })
  await buyTrade(core.as(buyer), { id })
  await core.sql(`update ledger.assets set enabled = false where code = 'ltc'`)
  const disabled = { code: 'COIN_DISABLED' }
  const another = createTrade(core.as(seller), { asset, amount: '1' })
  await expect(another).rejects.toMatchObject(disabled)
  await expect(buyTrade(core.as(buyer), { id: open.id })).rejects.toMatchObject(disabled)
  expect(await releaseTrade(core.as(seller), { id })).toMatchObject({ status: 'completed' })
})

test('what is refused leaves neither a trade nor a hold nor an event', async () => {
  const count = () =>
    core.sql(`select (select count(*) from trades) as trades, (select count(*) from events) as events,
                     (select count(*) from ledger.holds) as holds`)
  const before = await count()
  const tooMuch = createTrade(core.as(seller), { asset: 'btc', amount: '1000' })
  await expect(tooMuch).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
  const nobody = createTrade(core.as({ kind: 'anonymous' }), { asset: 'btc', amount: '1' })
  await expect(nobody).rejects.toMatchObject({ code: 'AUTHENTICATION_REQUIRED' })
  expect(await count()).toEqual(before)
  expect(await core.verify()).toEqual([])
})
