import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Orders as apps send them and hear of them: from queues that send twice, and with what the other side does.

let souk: TestSouk
let shop: ShopClient
let product: string
let people: Record<'buyer' | 'seller', TestUser>
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  const [buyer, seller] = [await souk.signUp('buyer'), await souk.signUp('seller')]
  people = { buyer, seller }
  await shop.newSeller(seller)
  product = await shop.newProduct(seller, { stockQuantity: 1000 })
})
afterAll(() => souk.stop())

describe('a cart that a service worker sends again under its key', () => {
  const send = (items: readonly object[], key: string) =>
    souk.request('POST', '/api/orders', {
      body: { items },
      token: people.buyer.token,
      headers: { 'idempotency-key': key },
    })
  const ordersIn = async () =>
    (await souk.get('/api/orders?limit=1', people.buyer.token)).body.pagination.total

  test('at the same moment is one order', async () => {
    const before = await ordersIn()
    const items = [{ productId: product, quantity: 1 }]
    const [one, two] = await Promise.all([send(items, 'at-once'), send(items, 'at-once')])
    expect([one.status, two.status]).toEqual([201, 201])
    expect(one.body.data.id).toBe(two.body.data.id)
    expect(await ordersIn()).toBe(before + 1)
  })

  test('once more when all has sold out and the order was paid gets its first answer', async () => {
    const rare = await shop.newProduct(people.seller, { stockQuantity: 1 })
    const items = [{ productId: rare, quantity: 1 }]
    const before = await ordersIn()
    const first = await send(items, 'queued')
    await shop.step(people.buyer, first.body.data.id, 'PAID')
    const again = await send(items, 'queued')
    expect([again.status, again.body]).toEqual([201, first.body])
    expect((await send(items, 'another-key')).status).toBe(409)
    expect(await ordersIn()).toBe(before + 1)
  })

  test('that was refused keeps no key, and is an order once it can be', async () => {
    const rare = await shop.newProduct(people.seller, { stockQuantity: 0 })
    const items = [{ productId: rare, quantity: 1 }]
    expect((await send(items, 'too-early')).status).toBe(409)
    const token = people.seller.token
    await souk.request('PUT', `/api/products/${rare}`, { token, body: { stockQuantity: 1 } })
    expect((await send(items, 'too-early')).status).toBe(201)
  })

  test('with another product in it is refused, and nothing is ordered', async () => {
    const items = [{ productId: product, quantity: 1 }]
    await send(items, 'used-up')
    const before = await ordersIn()
    const other = await send([...items, { productId: product, quantity: 2 }], 'used-up')
    expect(other.status).toBe(422)
    expect(await ordersIn()).toBe(before)
  })
})

test('each side finds a notification of what the other has done', async () => {
  const order = await shop.newOrder(people.buyer, product)
  await shop.step(people.buyer, order, 'PAID')
  await shop.step(people.seller, order, 'CONFIRMED')
  const latest = async ({ token }: Pick<TestUser, 'token'>) =>
    (await souk.get('/api/notifications?limit=2', token)).body.data as object[]
  expect(await latest(people.seller)).toMatchObject([
    { type: 'ORDER_PAID', data: { orderId: order } },
    { type: 'ORDER_CREATED', data: { orderId: order } },
  ])
  expect((await latest(people.buyer))[0]).toMatchObject({
    type: 'ORDER_CONFIRMED',
    title: 'Order Confirmed',
    data: { orderId: order },
  })
})
