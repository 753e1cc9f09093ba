import { afterAll, beforeAll, expect, test } from 'vitest'
import { marketClient } from '../../src/testing/market.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({ FEE_PERCENT: '1.5' })
})
afterAll(() => souk.stop())

test('a fee is shown before acceptance, rounded in the user’s favour, and paid on release', async () => {
  const alice = await souk.signUp('alice')
  const bob = await souk.signUp('bob')
  // 1.5 % of 0.00000999 BTC is 0.00000014985: the house gets 14 of the smallest units, not 15.
  const body = { asset: 'btc', amount: '0.00000999' }
  const { id } = (await souk.post('/trades', body, alice.token)).body
  expect((await souk.get(`/trades/${id}`)).body).toMatchObject({ fee: '0.00000014' })

  await souk.post(`/trades/${id}/buy`, {}, bob.token)
  await souk.post(`/trades/${id}/release`, {}, alice.token)
  const [wallet] = await souk.sql(`select balance::text from ledger.accounts
    where owner_id = ${bob.id} and kind = 'p2p' and asset = 'btc'`)
  expect(wallet).toEqual({ balance: '100.00000985000000000000' })
  const [fees] = await souk.sql(`select sum(t.amount)::text as fees from ledger.transfers t
    join ledger.accounts a on a.id = t.credit_account_id where a.kind = 'fees'`)
  expect(fees).toEqual({ fees: '0.00000014000000000000' })
})

test('an ad says what the house takes before anybody makes an offer, which then has it in full', async () => {
  const market = marketClient(souk)
  const [carol, dave] = [await souk.signUp('carol'), await souk.signUp('dave')]
  const ad = await market.newAd(carol)
  const seen = (await souk.get(`/p2p/ad/detail/${ad}`, dave.token)).body.entity
  expect(seen).toMatchObject({ fee_percent: '1.5' })
  const { entity: listed } = (await souk.get('/p2p/ads/', dave.token)).body
  expect(listed).toMatchObject([{ id: ad, fee_percent: '1.5' }])
  const { body } = await market.offer(dave, ad, '1')
  expect(body.entity).toMatchObject({ fee: '0.015' })

  await souk.sql(`update users set email = 'dave@example.com' where id = ${dave.id}`)
  await market.act('release', body.entity.id, carol)
  expect((await souk.get('/sandbox/mail')).body).toContain('0.985 BTC have been released to you')
})

test('where the house takes nothing, an ad says nothing of it', async () => {
  const free = await startTestSouk({ FEE_PERCENT: '0.00' })
  try {
    const erin = await free.signUp('erin')
    const ad = await marketClient(free).newAd(erin)
    const { body } = await free.get(`/p2p/ad/detail/${ad}`, erin.token)
    expect(body.entity).not.toHaveProperty('fee_percent')
  } finally {
    await free.stop()
  }
})
