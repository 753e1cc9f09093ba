import { createClient, type SoukClient } from '@souk/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { marketClient } from '../../src/testing/market.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// How far each side has read the chats of trades, offers and tickets.

let souk: TestSouk
let seller: TestUser
let buyer: TestUser
let staff: string
beforeAll(async () => {
  souk = await startTestSouk()
  seller = await souk.signUp('seller')
  buyer = await souk.signUp('buyer')
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
})
afterAll(() => souk.stop())

async function withClient<T>({ token }: TestUser, use: (client: SoukClient) => Promise<T>) {
  const client = createClient({ url: souk.url, token })
  try {
    return await use(client)
  } finally {
    await client.close()
  }
}

test('a side of a trade is told how much is new, by the SDK and by REST', async () => {
  const { id } = await withClient(seller, (client) =>
    client.trades.create.mutate({ asset: 'btc', amount: '1' }),
  )
  await souk.post(`/trades/${id}/buy`, {}, buyer.token)
  const path = `/trades/${id}/messages`
  const first = (await souk.post(path, { message: 'Hello' }, buyer.token)).body
  await souk.post(path, { message: 'Still there?' }, buyer.token)
  const unread = (user: TestUser) =>
    withClient(
      user,
      async (client) => (await client.trades.chat.list.query({ tradeId: id })).unread,
    )
  expect([await unread(seller), await unread(buyer)]).toEqual([2, 0])
  const half = await souk.post(`${path}/read`, { up_to: first.id }, seller.token)
  expect([half.status, half.body]).toEqual([200, { read_up_to: first.id, unread: 1 }])
  const read = await withClient(seller, (client) =>
    client.trades.chat.markRead.mutate({ tradeId: id }),
  )
  expect(read).toMatchObject({ unread: 0 })
  expect(await unread(seller)).toBe(0)
})

test('the chat of an offer keeps a mark for each side, and none for staff who look in', async () => {
  const market = marketClient(souk)
  const ad = await market.newAd(seller, { crypto_amount: '0.02' })
  const path = `/p2p/offer/${await market.newOffer(buyer, ad, '0.01')}/messages/`
  const sent = (await souk.post(path, { message: 'Paid' }, buyer.token)).body.entity
  const listed = await souk.get(path, seller.token)
  expect(Object.keys(listed.body).sort()).toEqual(
    Object.keys((await souk.get('/p2p/offers/', seller.token)).body).sort(),
  )
  const read = await souk.post(`${path}read/`, {}, seller.token)
  expect(read.body.entity).toEqual({ read_up_to: sent.id, unread: 0 })
  const looked = await souk.post(`${path}read/`, {}, staff)
  expect(looked.body.entity).toEqual({ read_up_to: null, unread: 0 })
  const stranger = await souk.signUp('stranger')
  const refused = await souk.post(`${path}read/`, {}, stranger.token)
  expect([refused.status, refused.body.message]).toEqual([400, 'Offer not found'])
})

test('an answer to a ticket is new to whoever asked', async () => {
  const question = { subject: 'Help', content: 'How?', category: 'Other' }
  const ticket = (await souk.post('/api/support', question, buyer.token)).body.data.id
  const path = `/api/support/${ticket}/messages`
  const answer = (await souk.post(path, { content: 'So.' }, staff)).body.data
  await souk.post(path, { content: 'And so.' }, staff)
  const read = await souk.post(`${path}/read`, { upTo: answer.id }, buyer.token)
  expect(read.body).toEqual({ success: true, data: { readUpTo: answer.id, unread: 1 } })
})
