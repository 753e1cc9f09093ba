import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import {
  closeSocketIo,
  type SocketIoClient,
  type SocketIoOptions,
  socketIoClient,
} from '../../src/testing/socket-io-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Document 3's sockets, with the client that its pages use: who hears what, who gets in, who is put out.

let souk: TestSouk
let shop: ShopClient
let seller: TestUser
let buyer: TestUser
let stranger: TestUser
let staff: string

beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  seller = await souk.signUp('jude')
  buyer = await souk.signUp('amara')
  stranger = await souk.signUp('chidi')
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
  await shop.newSeller(seller)
})
afterAll(() => souk.stop())
afterEach(closeSocketIo)

async function listen(token: string, options: SocketIoOptions = {}): Promise<SocketIoClient> {
  const client = socketIoClient(souk.url, { auth: { accessToken: token }, ...options })
  await client.connected()
  return client
}

const ask = ({ token }: Pick<TestUser, 'token'>) =>
  souk.post('/api/support', { subject: 'Help', content: 'It is lost', category: 'Other' }, token)
const write = (ticket: string, content: string, token: string) =>
  souk.post(`/api/support/${ticket}/messages`, { content }, token)

async function orderBy(token: string): Promise<string> {
  return shop.newOrder({ token }, await shop.newProduct(seller))
}

describe.each([
  { name: 'polling', transports: ['polling'] },
  { name: 'WebSocket', transports: ['websocket'] },
  { name: 'polling, then WebSocket', transports: ['polling', 'websocket'] },
  { name: 'WebSocket, then polling', transports: ['websocket', 'polling'] },
])('over $name', ({ transports }) => {
  test('both sides of an order hear of it and of its escrow, in the documented fields', async () => {
    const order = await orderBy(buyer.token)
    const escrow = await shop.newEscrow(buyer, order, 'code-1')
    const [sells, buys] = [
      await listen(seller.token, { transports }),
      await listen(buyer.token, { transports }),
    ]
    await shop.step(buyer, order, 'PAID')
    for (const client of [sells, buys]) {
      expect(await client.next()).toEqual([
        'order:updated',
        { orderId: order, status: 'PAID', message: 'Your order has been paid' },
      ])
      expect(await client.next()).toEqual([
        'escrow:updated',
        { escrowId: escrow, status: 'FUNDED', message: 'The escrow holds the money of the order' },
      ])
    }
    expect(await sells.next()).toEqual([
      'notification',
      {
        id: expect.stringMatching(/^notif_\d+$/),
        type: 'ORDER_PAID',
        title: 'Order Paid',
        message: expect.any(String),
        data: { orderId: order },
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    ])
  })
})
