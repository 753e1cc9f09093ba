import { ORDER_STATUSES, type OrderStatus } from '@souk/contract'
import { ORDER_TRANSITIONS } from '@souk/core/shop/transitions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Orders over HTTP: every status asked for, by everybody, in every status; and what is no good input.

let souk: TestSouk
let shop: ShopClient
let product: string
let people: Record<'buyer' | 'seller' | 'staff' | 'other', Pick<TestUser, 'token'>>
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  const [buyer, seller, other] = await Promise.all(['buyer', 'seller', 'other'].map(souk.signUp))
  if (!buyer || !seller || !other) throw new Error('nobody signed up')
  const staff = { token: await souk.logIn(ADMIN.username, ADMIN.password) }
  people = { buyer, seller, staff, other }
  await shop.newSeller(seller)
  product = await shop.newProduct(seller, { stockQuantity: 1000 })
})
afterAll(() => souk.stop())

/** How an order gets into each status. */
const WAYS: Record<OrderStatus, readonly (readonly [by: 'buyer' | 'seller', to: string])[]> = {
  PENDING: [],
  PAID: [['buyer', 'PAID']],
  CONFIRMED: [
    ['buyer', 'PAID'],
    ['seller', 'CONFIRMED'],
  ],
  SHIPPED: [
    ['buyer', 'PAID'],
    ['seller', 'CONFIRMED'],
    ['seller', 'SHIPPED'],
  ],
  DELIVERED: [
    ['buyer', 'PAID'],
    ['seller', 'CONFIRMED'],
    ['seller', 'SHIPPED'],
    ['buyer', 'DELIVERED'],
  ],
  COMPLETED: [],
  CANCELLED: [['buyer', 'CANCELLED']],
  REFUNDED: [
    ['buyer', 'PAID'],
    ['seller', 'REFUNDED'],
  ],
}

async function orderIn(status: OrderStatus): Promise<string> {
  const order = await shop.newOrder(people.buyer, product)
  if (status === 'COMPLETED') {
    const claim = { status: 'PAID', paymentHash: 'tx1' }
    await souk.request('PUT', `/api/orders/${order}`, { token: people.buyer.token, body: claim })
    for (const to of ['CONFIRMED', 'SHIPPED']) await shop.step(people.seller, order, to)
    for (const to of ['DELIVERED', 'COMPLETED']) await shop.step(people.buyer, order, to)
  }
  for (const [by, to] of WAYS[status]) await shop.step(people[by], order, to)
  return order
}

/** The status of the answer to whoever asks for a status. */
function answerTo(from: OrderStatus, who: keyof typeof people, to: OrderStatus): number {
  if (to === 'PENDING') return 422
  if (who === 'other') return 404
  const steps = ORDER_TRANSITIONS.filter((rule) => rule.to === to && rule.action !== 'claim')
  const theirs = steps.filter(({ by }) => by === who)
  if (theirs.length === 0) return 403
  // Not before it has been claimed; and with money in escrow it is completed by the release.
  if ((from === 'PENDING' && to === 'CONFIRMED') || to === 'COMPLETED') return 409
  return theirs.some((rule) => rule.from === from) ? 200 : 409
}

test.each(ORDER_STATUSES.map((from) => ({ from })))(
  'whatever anybody asks of an order that is $from',
  async ({ from }) => {
    const asked = (['buyer', 'seller', 'staff', 'other'] as const).flatMap((who) =>
      ORDER_STATUSES.map((to) => ({ who, to, answer: answerTo(from, who, to) })),
    )
    let order = await orderIn(from)
    for (const { who, to, answer } of asked) {
      const { status, body } = await shop.step(people[who], order, to)
      expect([who, to, status]).toEqual([who, to, answer])
      const shown = await souk.get(`/api/orders/${order}`, people.buyer.token)
      expect([who, to, shown.body.data.status]).toEqual([who, to, status === 200 ? to : from])
      expect(body.success).toBe(status === 200)
      if (status === 200) order = await orderIn(from)
    }
  },
)

test.each([
  ['quantity 0', { quantity: 0 }, 'items.0.quantity'],
  ['a fraction', { quantity: 1.5 }, 'items.0.quantity'],
  ['a billion', { quantity: 1e9 }, 'items.0.quantity'],
  ['text', { quantity: 'two' }, 'items.0.quantity'],
  ['no product', { productId: undefined }, 'items.0.productId'],
  ['an unknown product', { productId: 'product_999999' }, 'items.0.productId'],
  ['another kind of id', { productId: 'seller_1' }, 'items.0.productId'],
])('an order of %s is refused with its field', async (_, change, field) => {
  const body = { items: [{ productId: product, quantity: 1, ...change }] }
  const answer = await souk.post('/api/orders', body, people.buyer.token)
  expect([answer.status, answer.body.code, Object.keys(answer.body.details)]).toEqual([
    422,
    'VALIDATION_ERROR',
    [field],
  ])
})

test('carts without anything, and with too much, are refused', async () => {
  const line = { productId: product, quantity: 1 }
  for (const items of [[], Array(51).fill(line), [{ ...line, quantity: 1e6 }, line]]) {
    const { status, body } = await souk.post('/api/orders', { items }, people.buyer.token)
    expect([status, body.code]).toEqual([422, 'VALIDATION_ERROR'])
  }
  const own = await souk.post('/api/orders', { items: [line] }, people.seller.token)
  expect([own.status, own.body.error]).toEqual([
    422,
    'items.0.productId: You cannot buy your own product',
  ])
})

test('the same cart sent twice under one key is one order', async () => {
  const body = { items: [{ productId: product, quantity: 1 }] }
  const send = () =>
    souk.request('POST', '/api/orders', {
      body,
      token: people.buyer.token,
      headers: { 'idempotency-key': 'queued-order-1' },
    })
  const [one, two] = await Promise.all([send(), send()])
  expect([one.status, two.status]).toEqual([201, 201])
  expect(one.body.data.id).toBe(two.body.data.id)
})

test('short codes and shares beside a decision are refused with their field', async () => {
  const order = await shop.newOrder(people.buyer, product)
  const short = { orderId: order, releaseCode: 'ABC12' }
  const opened = await souk.post('/api/escrow', short, people.buyer.token)
  expect([opened.status, opened.body.details]).toEqual([
    422,
    { releaseCode: 'Release code must be at least 6 characters' },
  ])
  const shares = { outcome: 'refund', sellerBtc: '1' }
  const decided = await souk.post('/api/escrow/1/resolve', shares, people.staff.token)
  expect([decided.status, decided.body.details]).toEqual([422, { sellerBtc: 'belongs to a split' }])
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
