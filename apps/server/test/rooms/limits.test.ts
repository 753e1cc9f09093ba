import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type TestUser, tally } from '../../src/testing/http-client.ts'
import { inRoom } from '../../src/testing/room-socket.ts'
import { ROOMS, type RoomsClient, roomsClient } from '../../src/testing/rooms.ts'
import { shopClient } from '../../src/testing/shop.ts'
import { closeSocketIo } from '../../src/testing/socket-io-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// How much somebody may say in rooms, and that reading them costs nothing of what money needs.

let souk: TestSouk
let rooms: RoomsClient
let [buyer, seller]: TestUser[] = []
let product: string
let room: number
beforeAll(async () => {
  souk = await startTestSouk({ RATE_LIMIT_AUTHENTICATED: '20', RATE_LIMIT_CHAT: '100' })
  rooms = roomsClient(souk)
  ;[buyer, seller] = await Promise.all(['buyer', 'seller'].map((name) => souk.signUp(name)))
  if (!buyer || !seller) throw new Error('nobody signed up')
  const shop = shopClient(souk)
  await shop.newSeller(seller)
  product = await shop.newProduct(seller, { stockQuantity: 5 })
  room = await rooms.newRoom(buyer, seller, product)
})
afterEach(closeSocketIo)
afterAll(() => souk.stop())

const of = (user: TestUser | undefined) => user ?? { id: 0, token: '' }
const many = <T>(times: number, work: () => T) => Array.from({ length: times }, work)

test('thirty messages and offers a minute, of each user', async () => {
  const given = { product_id: product, price: 25 }
  const answers = await Promise.all([
    ...many(30, () => rooms.say(of(buyer), room, 'a word')),
    ...many(5, () => rooms.offer(of(buyer), room, given)),
  ])
  expect(tally(answers)).toEqual({ 201: 30, 429: 5 })
  const refused = answers.find(({ status }) => status === 429)
  expect(refused?.body).toEqual({ message: 'Rate limit exceeded' })
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await rooms.say(of(seller), room, 'another')).status).toBe(201)
})

test('whoever polls rooms too often may still use their money', async () => {
  const { token } = of(buyer)
  const polls = await Promise.all(many(120, () => souk.get(`${ROOMS}/${room}/messages`, token)))
  expect(tally(polls)).toEqual({ 200: 100, 429: 20 })
  expect((await souk.get('/p2p/wallet/', token)).status).toBe(200)
})

test('whoever sends much more than can be answered is cut off, and comes back', async () => {
  const writer = await souk.signUp('writer')
  const own = await rooms.newRoom(writer, of(seller), product)
  const { socket, disconnected, connected } = await inRoom(souk, writer, own)
  const gone = disconnected()
  const message_data = { pad: 'x'.repeat(60_000) }
  many(30, () => socket.emit('message', { room_id: own, message: 'large', message_data }))
  expect(await gone).toMatch(/^transport/)
  await connected()
})

test('what a product is called in data that are anything names none', async () => {
  const writer = await souk.signUp('careless')
  const own = await rooms.newRoom(writer, of(seller), product)
  for (const product_id of [{ toString: 1 }, [product], {}, true]) {
    const { status, body } = await rooms.say(writer, own, 'this', { message_data: { product_id } })
    expect(status).toBe(201)
    expect(body.message_data).toEqual({ product_id })
  }
})
