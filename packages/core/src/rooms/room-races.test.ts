import { afterAll, beforeAll, expect, test } from 'vitest'
import { addBlock } from '../chat/blocks.ts'
import type { SignedIn } from '../context.ts'
import { createOrder } from '../shop/orders/create-order.ts'
import { transitionOrder } from '../shop/orders/transition-order.ts'
import { getProduct } from '../shop/products/get-product.ts'
import { updateProduct } from '../shop/products/update-product.ts'
import { outcomeOf, outcomes } from '../testing/outcome.ts'
import { COUNTER, newRoom, offer, respond, say } from '../testing/rooms.ts'
import { newProduct } from '../testing/shop.ts'
import { cart, newShop, type Sides } from '../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { listRoomMessages } from './list-room-messages.ts'

// Without doors, where a user's calls would wait for each other: all of it at once on the database.

let core: TestCore
let shop: Pick<Sides, 'seller' | 'product'>
beforeAll(async () => {
  core = await startTestCore()
  shop = await newShop(core, { priceEur: 50 })
})
afterAll(() => core.close())

const many = <T>(times: number, work: (i: number) => T) =>
  Array.from({ length: times }, (_, i) => work(i))

/** How often two have waited for each other. */
async function deadlocks() {
  const [found] = await core.sql(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  return Number(found?.deadlocks)
}

test('many rooms of one seller, their orders and the shop go on beside each other', async () => {
  const { seller } = shop
  const products = await Promise.all(
    many(2, () => newProduct(core, seller, { priceEur: 20, stockQuantity: 500 })),
  )
  const [first = 0, second = 0] = products.map(({ id }) => id)
  const buyers = await Promise.all(many(4, () => core.newUser()))
  const rooms = await Promise.all(
    buyers.flatMap((buyer) =>
      [first, second].map(async (product) => ({
        buyer,
        product,
        room: await newRoom(core, { buyer, seller, product }),
      })),
    ),
  )
  const made = await Promise.all(
    rooms.flatMap(({ buyer, room, product }) =>
      many(3, async (i) => {
        const maker = i % 2 ? buyer : seller
        const { id } = await offer(core, maker, room, { productId: product, price: '15' })
        return { id, other: i % 2 ? seller : buyer }
      }),
    ),
  )
  const orders = await Promise.all(
    buyers.map(
      async (buyer) => (await createOrder(core.as(buyer), cart([first, 1], [second, 2]))).id,
    ),
  )
  const before = await deadlocks()
  const read = (who: SignedIn, roomId: number) =>
    listRoomMessages(core.as(who), { roomId, page: 1, perPage: 50 })
  const done = await outcomes([
    ...made.map(({ id, other }, i) =>
      respond(core, other, id, {
        response: i % 3 === 2 ? 'counter' : 'accept',
        counterPrice: COUNTER,
      }),
    ),
    ...rooms.flatMap(({ buyer, room, product }) => [
      ...many(4, (i) => say(core, i % 2 ? buyer : seller, room)),
      ...many(2, (i) =>
        offer(core, i % 2 ? buyer : seller, room, { productId: product, price: '14' }),
      ),
      read(buyer, room),
      read(seller, room),
      createOrder(core.as(buyer), cart([second, 1], [first, 1])),
    ]),
    ...orders.map((id, i) =>
      transitionOrder(core.as(buyers[i] ?? seller), i % 2 ? 'cancel' : 'pay', id),
    ),
    updateProduct(core.as(seller), { id: first, priceEur: '21' }),
  ])
  expect(Object.keys(done)).toEqual(['done'])
  expect(await deadlocks()).toBe(before)
  expect(await core.verify()).toEqual([])
})

test('of accepts at the same moment one makes the order', async () => {
  const buyer = await core.newUser()
  const room = await newRoom(core, { buyer, ...shop })
  const { id } = await offer(core, buyer, room, { productId: shop.product, price: '25' })
  const answers = await Promise.all(
    many(8, () => respond(core, shop.seller, id, { response: 'accept' })),
  )
  expect(new Set(answers.map(({ orderId }) => orderId)).size).toBe(1)
  expect(answers.filter(({ isRepeated }) => !isRepeated)).toHaveLength(1)
  const [counted] = await core.sql('select count(*) from orders where buyer_id = $1', [
    buyer.userId,
  ])
  expect(Number(counted?.count)).toBe(1)
})

test('the last piece is one buyer’s, in whichever room', async () => {
  const { id: product } = await newProduct(core, shop.seller, { priceEur: 9, stockQuantity: 1 })
  const buyers = await Promise.all(many(6, () => core.newUser()))
  const offers = await Promise.all(
    buyers.map(async (buyer) => {
      const room = await newRoom(core, { buyer, seller: shop.seller, product })
      return (await offer(core, buyer, room, { productId: product, price: '8' })).id
    }),
  )
  expect(
    await outcomes(offers.map((id) => respond(core, shop.seller, id, { response: 'accept' }))),
  ).toEqual({ done: 1, 'This offer has expired': 5 })
  expect((await getProduct(core.as(shop.seller), { id: product })).stockQuantity).toBe(0)
})

test('nothing is written once a block has been answered', async () => {
  for (let round = 0; round < 5; round += 1) {
    const buyer = await core.newUser()
    const room = await newRoom(core, { buyer, ...shop })
    const sent = many(10, () => outcomeOf(say(core, buyer, room)))
    await addBlock(core.as(shop.seller), { uid: buyer.uuid })
    const [{ count: atBlock } = {}] = await core.sql(
      'select count(*) from messages where conversation = $1',
      [`room:${room}`],
    )
    const told = await Promise.all(sent)
    expect(told.filter((outcome) => outcome === 'done')).toHaveLength(Number(atBlock))
  }
})
