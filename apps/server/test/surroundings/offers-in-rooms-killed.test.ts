import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Beside, beside, signUpPairs, strike } from '../../src/testing/crash.ts'
import type { HttpClient, TestUser } from '../../src/testing/http-client.ts'
import { type LastingSouk, startLastingSouk } from '../../src/testing/lasting-souk.ts'
import { ROOMS, roomsClient } from '../../src/testing/rooms.ts'
import { shopClient } from '../../src/testing/shop.ts'

// The real process, killed while offers are accepted: an accepted offer has its order and its piece, and
// every other has none.

const STOCK = 100_000

interface Pair {
  readonly buyer: TestUser
  readonly seller: TestUser
  readonly product: string
  readonly room: number
}

let db: Beside
let souk: LastingSouk
let pairs: Pair[]
beforeAll(async () => {
  souk = await startLastingSouk()
  db = beside(souk.data)
  const [shop, rooms] = [shopClient(souk.http), roomsClient(souk.http)]
  const signedUp = await signUpPairs(souk.http, 4)
  pairs = await Promise.all(
    signedUp.map(async ([seller, buyer]) => {
      await shop.newSeller(seller)
      const product = await shop.newProduct(seller, { stockQuantity: STOCK, priceBtc: 0.00001 })
      return { seller, buyer, product, room: await rooms.newRoom(buyer, seller, product) }
    }),
  )
}, 180_000)
afterAll(() => souk?.remove())

/** What was answered: each message by the name its client gave it, and how each offer stands. */
const messages = new Map<string, number>()
const offers = new Map<number, { readonly status: string; readonly order: string | null }>()

/** Negotiates without a pause until the server goes away. */
async function negotiate(http: HttpClient, pair: Pair, onAnswer: () => void): Promise<void> {
  const { buyer, seller, product, room } = pair
  const rooms = roomsClient(http)
  for (let round = 0; ; round += 1) {
    const [maker, other] = round % 2 ? [buyer, seller] : [seller, buyer]
    const name = crypto.randomUUID()
    const given = { product_id: product, price: 1 + (round % 50), client_id: name }
    const made = await rooms.offer(maker, room, given)
    if (made.status !== 201) throw new Error(made.body.message)
    messages.set(name, made.body.id)
    onAnswer()
    const response = round % 4 === 3 ? 'counter' : round % 4 === 2 ? 'reject' : 'accept'
    const { status, body } = await rooms.respond(other, made.body.id, response, {
      counter_price: 3,
    })
    if (status !== 200) throw new Error(body.message)
    offers.set(made.body.id, { status: body.status, order: body.order_id })
    onAnswer()
    // Buyers may leave only so much unpaid.
    if (body.order_id) await shopClient(http).step(buyer, body.order_id, 'CANCELLED')
  }
}

test('killed while offers are accepted, Souk has kept each answer, and nothing by halves', async () => {
  const talks = pairs.map((pair) => (onAnswer: () => void) => negotiate(souk.http, pair, onAnswer))
  await strike(talks, () => souk.end('SIGKILL'))
  await db.retryJobs()
  await souk.start()
  expect(offers.size).toBeGreaterThan(20)
  for (const [id, { status, order }] of offers) {
    const kept = `room_offers where id = ${id} and status = '${status}'
      and order_id is not distinct from ${order?.replace('order_', '') ?? 'null'}`
    expect(await db.countOf(kept)).toBe(1)
  }
  // Every accepted offer has an order of its own, at its price, and there is no other.
  expect(
    await db.countOf(`room_offers o full join orders x on x.id = o.order_id
       where (o.id is null or o.status = 'accepted' or x.id is not null)
         and (o.id is null or x.id is null or o.price_eur <> x.total_eur)`),
  ).toBe(0)
  expect(
    await db.countOf(`products p where p.stock_quantity <> ${STOCK} - (
       select count(*) from order_items i join orders o on o.id = i.order_id
        where i.product_id = p.id and o.status <> 'CANCELLED')`),
  ).toBe(0)
  // Every offer has its message, every message its place, and what is counted is there.
  expect(
    await db.countOf(`messages m full join room_offers o on o.id = m.id
       where (m.id is null or m.type = 'offer') and (m.id is null or o.id is null)`),
  ).toBe(0)
  expect(
    await db.countOf(`conversations c where messages <> (
       select count(*) from messages m where m.conversation = c.name)`),
  ).toBe(0)
  expect(await db.findings()).toEqual([])
}, 180_000)

test('whoever sends their last offer again gets the one that was stored', async () => {
  for (const [name, id] of [...messages].slice(-8)) {
    const pair = await pairOf(id)
    const maker = (await isOf(id, pair.buyer)) ? pair.buyer : pair.seller
    const again = { product_id: pair.product, price: 9, client_id: name }
    const { status, body } = await roomsClient(souk.http).offer(maker, pair.room, again)
    expect([status, body.id]).toEqual([200, id])
  }
}, 60_000)

async function pairOf(message: number): Promise<Pair> {
  for (const pair of pairs) {
    const isThere = `messages where id = ${message} and conversation = 'room:${pair.room}'`
    if ((await db.countOf(isThere)) === 1) return pair
  }
  throw new Error(`${ROOMS}: no message ${message}`)
}

const isOf = async (message: number, { id }: TestUser) =>
  (await db.countOf(`messages where id = ${message} and sender_id = ${id}`)) === 1
