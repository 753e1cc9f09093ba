import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestSouk, type TestSouk } from '../src/testing/test-souk.ts'

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk()
})
afterAll(() => souk.stop())

test('a trade goes from creation to release as document 1 shows it', async () => {
  const alice = await souk.signUp('alice')
  const bob = await souk.signUp('bob')
  const created = await souk.post(
    '/trades',
    { seller_id: alice.id, asset: 'BTC', amount: 100 },
    alice.token,
  )
  expect(created).toMatchObject({ status: 201, body: { message: 'Trade created' } })
  const { id } = created.body
  const shown = { id, asset: 'BTC', amount: '100.00', seller_name: 'alice' }
  expect((await souk.get('/trades')).body).toEqual([{ ...shown, status: 'open', buyer_name: null }])

  const bought = await souk.post(`/trades/${id}/buy`, { buyer_id: bob.id }, bob.token)
  expect(bought.body).toEqual({
    message: 'Trade taken by buyer',
    trade: { ...shown, status: 'in_progress', buyer_name: 'bob' },
  })
  const released = await souk.post(`/trades/${id}/release`, { seller_id: alice.id }, alice.token)
  expect(released.body).toEqual({
    message: 'Trade released to buyer',
    trade: { ...shown, status: 'completed', buyer_name: 'bob' },
  })
})
