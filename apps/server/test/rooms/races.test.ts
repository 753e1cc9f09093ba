import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Books, openBooks } from '../../src/testing/books.ts'
import { type TestUser, tally } from '../../src/testing/http-client.ts'
import { ROOMS, type RoomsClient, roomsClient } from '../../src/testing/rooms.ts'
import { scramble } from '../../src/testing/scramble.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Rooms with many real requests at the same moment: an offer has one answer, and a piece one buyer.

let souk: TestSouk
let shop: ShopClient
let rooms: RoomsClient
let books: Books
let [buyer, rival, seller]: TestUser[] = []
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  rooms = roomsClient(souk)
  books = await openBooks(souk.databaseUrl)
  ;[buyer, rival, seller] = await Promise.all(
    ['buyer', 'rival', 'seller'].map((name) => souk.signUp(name)),
  )
  await shop.newSeller(of(seller))
})
afterAll(async () => {
  await books.close()
  await souk.stop()
})
afterEach(async () => {
  expect(await books.verify()).toEqual([])
})

function of(user: TestUser | undefined): TestUser {
  if (!user) throw new Error('nobody signed up')
  return user
}

const many = <T>(times: number, work: (i: number) => T) =>
  Array.from({ length: times }, (_, i) => work(i))
const stockOf = async (product: string) =>
  (await souk.get(`/api/products/${product}`)).body.data.stockQuantity
const ordersOf = async (user: TestUser | undefined, product: string) => {
  const { body } = await souk.get('/api/orders?limit=100', of(user).token)
  return body.data.filter((order: { orderItems: { productId: string }[] }) =>
    order.orderItems.some(({ productId }) => productId === product),
  )
}
const newOffer = async (stockQuantity = 5, from = buyer) => {
  const product = await shop.newProduct(of(seller), { stockQuantity })
  const room = await rooms.newRoom(of(from), of(seller), product)
  return { product, room, offer: await rooms.newOffer(of(from), room, product) }
}
const statusOf = async (room: number, offer: number) => {
  const { body } = await rooms.messages(of(buyer), room)
  return body.messages.find(({ id }: { id: number }) => id === offer)?.offer.status
}

test('an offer accepted eight times at once is one order, and each is told so', async () => {
  const { product, offer } = await newOffer()
  const answers = await Promise.all(many(8, () => rooms.respond(of(seller), offer, 'accept')))
  expect(tally(answers)).toEqual({ 200: 8 })
  expect(new Set(answers.map(({ body }) => body.order_id)).size).toBe(1)
  expect(await ordersOf(buyer, product)).toHaveLength(1)
  expect(await stockOf(product)).toBe(4)
})

test('an offer accepted, rejected and countered at once has one of these answers', async () => {
  for (const round of many(8, (i) => i)) {
    const { product, room, offer } = await newOffer()
    const answers = await scramble(round, [
      () => rooms.respond(of(seller), offer, 'accept'),
      () => rooms.respond(of(seller), offer, 'reject'),
      () => rooms.respond(of(seller), offer, 'counter', { counter_price: 30 }),
    ])
    expect(tally(answers)).toEqual({ 200: 1, 409: 2 })
    const { body } = answers.find(({ status }) => status === 200) ?? { body: {} }
    expect(await statusOf(room, offer)).toBe(body.status)
    const orders = await ordersOf(buyer, product)
    expect(orders).toHaveLength(body.status === 'accepted' ? 1 : 0)
    expect(await stockOf(product)).toBe(5 - orders.length)
    const { messages } = (await rooms.messages(of(buyer), room)).body
    expect(messages).toHaveLength(body.status === 'countered' ? 2 : 1)
  }
})

test('of two rooms that want the last piece one gets it, whoever buys it elsewhere', async () => {
  for (const round of many(8, (i) => i)) {
    const one = await newOffer(1)
    const room = await rooms.newRoom(of(rival), of(seller), one.product)
    const other = await rooms.newOffer(of(rival), room, one.product, 26)
    const items = [{ productId: one.product, quantity: 1 }]
    const answers = await scramble(round, [
      () => rooms.respond(of(seller), one.offer, 'accept'),
      () => rooms.respond(of(seller), other, 'accept'),
      () => souk.post('/api/orders', { items }, of(rival).token),
    ])
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
    expect(tally(answers)[409]).toBe(2)
    const orders = [
      ...(await ordersOf(buyer, one.product)),
      ...(await ordersOf(rival, one.product)),
    ]
    expect(orders).toHaveLength(1)
    expect(await stockOf(one.product)).toBe(0)
  }
})

/** What becomes of a product; null: it is deleted. An offer outlasts prices that stand to each other as before. */
const CHANGES = [null, { priceEur: 500, priceBtc: 0.025 }, { priceEur: 179.98, priceBtc: 0.005 }]

test('an offer accepted while its product is deleted, or its price changes, is an order or none', async () => {
  for (const round of many(12, (i) => i)) {
    const { product, offer } = await newOffer()
    const path = `/api/products/${product}`
    const token = of(seller).token
    const change = CHANGES[round % CHANGES.length]
    const [accepted] = await Promise.all([
      rooms.respond(of(seller), offer, 'accept'),
      change === null
        ? souk.request('DELETE', path, { token })
        : souk.request('PUT', path, { token, body: change }),
    ])
    const orders = await ordersOf(buyer, product)
    expect(orders).toHaveLength(accepted.status === 200 ? 1 : 0)
    if (change === CHANGES[2]) expect(accepted.status).toBe(200)
    if (accepted.status !== 200) expect(accepted.body.message).toBe('This offer has expired')
    for (const { totalEur } of orders) expect(totalEur).toBe(25)
  }
})

test('both sides of a room open it at once, many times, and it is one', async () => {
  const product = await shop.newProduct(of(seller))
  const { id: sellerId, token: sellerToken } = of(seller)
  const { id: buyerId, token: buyerToken } = of(buyer)
  const answers = await Promise.all(
    many(10, (i) =>
      i % 2
        ? souk.post(ROOMS, { seller_id: sellerId, product_id: product }, buyerToken)
        : souk.post(ROOMS, { buyer_id: buyerId, product_id: product }, sellerToken),
    ),
  )
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect(tally(answers)).toEqual({ 200: 9, 201: 1 })
})

test('a message sent ten times at once under one name is stored once', async () => {
  const { room } = await newOffer()
  const answers = await Promise.all(
    many(10, () => rooms.say(of(buyer), room, 'hello', { client_id: 'a' })),
  )
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect(tally(answers)).toEqual({ 200: 9, 201: 1 })
  expect((await rooms.messages(of(seller), room)).body.pagination.total).toBe(2)
})

test('whoever writes while both read has each message counted once', async () => {
  const { room } = await newOffer()
  await Promise.all(
    many(60, (i) =>
      i % 3
        ? rooms.say(i % 2 ? of(buyer) : of(seller), room, `word ${i}`)
        : rooms.messages(i % 2 ? of(buyer) : of(seller), room, '?per_page=100'),
    ),
  )
  const { body } = await rooms.messages(of(buyer), room, '?per_page=100')
  expect(body.pagination.total).toBe(41)
  await rooms.messages(of(seller), room)
  for (const { token } of [of(buyer), of(seller)]) {
    const listed = (await souk.get(ROOMS, token)).body.rooms
    expect(listed.find(({ id }: { id: number }) => id === room).unread_count).toBe(0)
  }
})

test('what a seller does in many rooms, and a buyer in the shop, never stands in each other’s way', async () => {
  const product = await shop.newProduct(of(seller), { stockQuantity: 100 })
  const buyers = [of(buyer), of(rival)]
  const opened = await Promise.all(
    buyers.map(async (who) => ({
      who,
      room: await rooms.newRoom(who, of(seller), product),
    })),
  )
  const offers = await Promise.all(
    opened.flatMap(({ who, room }) => many(6, () => rooms.newOffer(who, room, product))),
  )
  const items = [{ productId: product, quantity: 1 }]
  const answers = await Promise.all([
    ...offers.map((offer) => rooms.respond(of(seller), offer, 'accept')),
    ...opened.flatMap(({ who, room }) => [
      ...many(6, (i) => rooms.say(i % 2 ? who : of(seller), room, 'a word')),
      ...many(3, () => rooms.offer(of(seller), room, { product_id: product, price: 24 })),
      ...many(3, () => souk.post('/api/orders', { items }, who.token)),
      ...many(3, () => rooms.messages(who, room)),
    ]),
  ])
  expect(answers.filter(({ status }) => status > 201)).toEqual([])
  expect(await stockOf(product)).toBe(100 - offers.length - 6)
})
