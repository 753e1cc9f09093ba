import { ROOM_OFFER_STATUSES } from '@souk/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addBlock, removeBlock } from '../chat/blocks.ts'
import type { SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { roomStream, roomsStream, userStream } from '../events/streams.ts'
import { listNotifications } from '../notifications/list-notifications.ts'
import { createRequest } from '../requests/create-request.ts'
import { deleteRequest } from '../requests/delete-request.ts'
import { createOrder } from '../shop/orders/create-order.ts'
import { getOrder } from '../shop/orders/get-order.ts'
import { deleteProduct } from '../shop/products/delete-product.ts'
import { getProduct } from '../shop/products/get-product.ts'
import { updateProduct } from '../shop/products/update-product.ts'
import { updateSettings } from '../staff/update-settings.ts'
import { cellsOf } from '../testing/market-matrix.ts'
import { outcomeOf, told } from '../testing/outcome.ts'
import { ROOM_OFFER_MATRIX } from '../testing/room-matrix.ts'
import { ANSWERS, COUNTER, newRoom, offer, respond, say } from '../testing/rooms.ts'
import { newProduct } from '../testing/shop.ts'
import { cart, newShop, type Sides } from '../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { getRoom } from './get-room.ts'
import { listRoomMessages } from './list-room-messages.ts'
import { listRooms } from './list-rooms.ts'
import { markRoomRead } from './mark-room-read.ts'
import { openRoom } from './open-room.ts'
import { roomEventOf } from './room-events.ts'
import { sendToRoom } from './send-to-room.ts'
import { roomWriterOf } from './writer.ts'

let core: TestCore
let sides: Sides
let buyer: SignedIn
let seller: SignedIn
let room: number
beforeAll(async () => {
  core = await startTestCore({ dealCaps: { new: 3, proven: 6 } })
})
afterAll(() => core.close())
beforeEach(async () => {
  buyer = await core.newUser()
  sides = { buyer, ...(await newShop(core, { priceEur: 50, stockQuantity: 10 })) }
  seller = sides.seller
  room = await newRoom(core, sides)
})

const page = { page: 1, perPage: 50 }
const read = (who: SignedIn, paging: object = {}) =>
  listRoomMessages(core.as(who), { roomId: room, ...page, ...paging })
const stock = async () => (await getProduct(core.as(seller), { id: sides.product })).stockQuantity
const offered = (who: SignedIn, price: string, given: object = {}) =>
  offer(core, who, room, { productId: sides.product, price, ...given })

test('there is one room of two about a product, and another about none', async () => {
  const again = await openRoom(core.as(seller), {
    buyerId: buyer.userId,
    productId: sides.product,
  })
  expect(again).toMatchObject({ id: room, isNew: false })
  const about = { sellerId: seller.userId }
  const [one, two] = await Promise.all([1, 2].map(() => openRoom(core.as(buyer), about)))
  expect(one?.id).toBe(two?.id)
  expect(one?.id).not.toBe(room)
  expect([one, two].filter((opened) => opened?.isNew)).toHaveLength(1)
  const aboutNone = await getRoom(core.as(seller), { roomId: one?.id ?? 0 })
  expect(aboutNone).toMatchObject({ product: null, request: null, messages: [], unreadCount: 0 })
  const { items } = await listRooms(core.as(seller), page)
  expect(items.map(({ product }) => product?.price ?? null).sort()).toEqual(['50.00', null])
})

test('a room may be about what its buyer looks for, and about nothing of anybody else’s', async () => {
  const wanted = { title: 'A sea chart', description: 'Of any coast, on paper.' }
  const { id } = await createRequest(core.as(buyer), wanted)
  const about = { buyerId: buyer.userId, requestId: id }
  const opened = await openRoom(core.as(seller), about)
  expect(opened.isNew).toBe(true)
  expect((await openRoom(core.as(seller), about)).id).toBe(opened.id)
  const shown = { request: { id, ...wanted } }
  expect(await getRoom(core.as(seller), { roomId: opened.id })).toMatchObject(shown)
  expect((await listRooms(core.as(buyer), page)).items).toContainEqual(
    expect.objectContaining({ id: opened.id, ...shown }),
  )
  const { id: others } = await createRequest(core.as(seller), wanted)
  for (const requestId of [others, 999_999_999]) {
    expect(await told(openRoom(core.as(seller), { ...about, requestId }))).toBe('Request not found')
  }
  await deleteRequest(core.as(buyer), { id })
  expect(await getRoom(core.as(seller), { roomId: opened.id })).toMatchObject({ request: null })
})

test('a room needs two, of whom one has a store and one is the caller', async () => {
  const other = await core.newUser()
  const opening = (who: SignedIn, given: object) => told(openRoom(core.as(who), given))
  const ofSeller = { sellerId: seller.userId }
  expect(await opening(seller, ofSeller)).toMatch('buyerId')
  expect(await opening(buyer, { buyerId: buyer.userId })).toMatch('sellerId')
  expect(await opening(buyer, { buyerId: buyer.userId, sellerId: buyer.userId })).toMatch(
    'sellerId',
  )
  expect(await opening(buyer, { sellerId: other.userId })).toMatch('store')
  expect(await opening(buyer, { sellerId: 999_999_999 })).toBe('User not found')
  expect(await opening(other, { ...ofSeller, buyerId: buyer.userId })).toBe(
    'You can only open rooms of your own',
  )
  const others = (await newShop(core)).product
  expect(await opening(buyer, { ...ofSeller, productId: others })).toBe('Product not found')
})

test('nobody else gets in, and nobody learns which rooms there are', async () => {
  for (const stranger of [await core.newUser(), await core.newUser('staff')]) {
    for (const roomId of [room, 999_999_999]) {
      const ctx = core.as(stranger)
      const denied = 'Access denied to this room'
      expect(await told(getRoom(ctx, { roomId }))).toBe(denied)
      expect(await told(listRoomMessages(ctx, { roomId, ...page }))).toBe(denied)
      expect(await told(say(core, stranger, roomId))).toBe(denied)
      expect(await told(markRoomRead(ctx, { roomId }))).toBe(denied)
      const given = { productId: sides.product, price: '25' }
      expect(await told(offer(core, stranger, roomId, given))).toBe(denied)
    }
  }
})

test('rooms are listed by their latest activity, those without any last', async () => {
  const others = await Promise.all([newShop(core), newShop(core)])
  const [second, third] = await Promise.all(others.map((shop) => newRoom(core, { buyer, ...shop })))
  await say(core, buyer, third ?? 0)
  await say(core, buyer, room)
  const list = async (paging: object) =>
    listRooms(core.as(buyer), { page: 1, perPage: 2, ...paging })
  const first = await list({})
  expect(first.items.map(({ id }) => id)).toEqual([room, third])
  expect(first.total).toBe(3)
  const { items } = await list({ cursor: first.nextCursor })
  expect(items).toMatchObject([{ id: second, lastMessage: null, lastMessageAt: null }])
  expect((await list({ page: 2 })).items).toEqual(items)
})

test('what is read is marked so, with the moment, and only by page 1', async () => {
  const messages = [await say(core, buyer, room), await say(core, buyer, room)]
  await read(seller, { page: 2 })
  await getRoom(core.as(seller), { roomId: room })
  await listRooms(core.as(seller), page)
  expect((await read(buyer)).items.map(({ isRead }) => isRead)).toEqual([false, false])
  core.time.now = new Date('2026-01-03T10:00:00.123Z')
  await markRoomRead(core.as(seller), { roomId: room, upTo: messages[0]?.id })
  core.time.now = new Date('2026-01-03T11:00:00.456Z')
  expect((await read(seller)).items[1]).toMatchObject({ isRead: false, readAt: null })
  expect((await read(buyer)).items).toMatchObject([
    { isRead: true, readAt: '2026-01-03T10:00:00.123Z' },
    { isRead: true, readAt: '2026-01-03T11:00:00.456Z' },
  ])
  const [listed] = (await listRooms(core.as(seller), page)).items
  expect(listed?.unreadCount).toBe(0)
})

test('pages go back from the newest message, and the total is all there are', async () => {
  const sent = []
  for (let i = 0; i < 5; i += 1) sent.push((await say(core, buyer, room)).id)
  const pages = await Promise.all([1, 2, 3].map((n) => read(seller, { page: n, perPage: 2 })))
  expect(pages.map(({ items }) => items.map(({ id }) => id))).toEqual([
    sent.slice(3),
    sent.slice(1, 3),
    sent.slice(0, 1),
  ])
  expect(pages.map(({ total }) => total)).toEqual([5, 5, 5])
})

test('under one name of the client’s a message is stored once, and shown as it is', async () => {
  const first = await say(core, buyer, room, { clientId: 'a', content: 'first' })
  await read(seller)
  const again = await say(core, buyer, room, { clientId: 'a', content: 'second' })
  expect(again).toMatchObject({ id: first.id, content: 'first', isRepeated: true, isRead: true })
  const other = await say(core, seller, room, { clientId: 'a' })
  expect(other.id).not.toBe(first.id)
  const made = await offered(buyer, '25.00', { clientId: 'b' })
  await respond(core, seller, made.id, { response: 'reject' })
  await deleteProduct(core.as(seller), { id: sides.product })
  const repeated = await offered(buyer, '26.00', { clientId: 'b' })
  expect(repeated).toMatchObject({
    id: made.id,
    isRepeated: true,
    offer: { price: '25.00', status: 'rejected' },
  })
  expect((await read(buyer)).total).toBe(3)
})

test('whatever is attached stays as it was given, but the product is the shop’s', async () => {
  const messageData = { url: 'https://a.example/x', product: { name: 'forged' }, offer: { id: 1 } }
  const sent = await say(core, buyer, room, { messageType: 'image', messageData })
  expect(sent.messageData).toEqual({ url: messageData.url, offer: { id: 1 } })
  expect(sent.offer).toBeNull()
  const named = { ...messageData, product_id: `product_${sides.product}` }
  const shown = await say(core, buyer, room, { messageData: named })
  const product = {
    id: `PRD_${sides.product}`,
    name: 'Map',
    price: 50,
    currency: 'EUR',
    image_url: null,
  }
  expect(shown.messageData).toEqual({ ...named, product })
  await updateProduct(core.as(seller), { id: sides.product, name: 'Chart' })
  expect((await read(seller)).items.at(-1)?.messageData).toEqual({ ...named, product })
  await deleteProduct(core.as(seller), { id: sides.product })
  const hidden = await say(core, buyer, room, { messageData: named })
  expect(hidden.messageData).not.toHaveProperty('product')
})

test('where one has blocked the other neither writes, offers nor answers', async () => {
  const { id } = await offered(buyer, '25')
  await addBlock(core.as(seller), { uid: buyer.uuid })
  expect(await told(say(core, seller, room))).toBe('You have blocked this user')
  expect(await told(say(core, buyer, room))).toBe('You cannot write to this user')
  expect(await told(offered(buyer, '25'))).toBe('You cannot write to this user')
  expect(await told(respond(core, seller, id, { response: 'accept' }))).toBe(
    'You have blocked this user',
  )
  expect(await outcomeOf(openRoom(core.as(buyer), { sellerId: seller.userId }))).toBe('FORBIDDEN')
  expect((await read(buyer)).items).toHaveLength(1)
  await removeBlock(core.as(seller), { uid: buyer.uuid })
  expect(await outcomeOf(say(core, buyer, room))).toBe('done')
})

test('an offer that is accepted is an order of the buyer’s at that price, whoever offered', async () => {
  for (const [maker, other] of [
    [buyer, seller],
    [seller, buyer],
  ] as const) {
    const before = await stock()
    const { id } = await offered(maker, '25.00')
    const accepted = await respond(core, other, id, { response: 'accept', message: 'Done' })
    expect(accepted).toMatchObject({ status: 'accepted', userId: other.userId, message: 'Done' })
    const order = await getOrder(core.as(buyer), { id: accepted.orderId ?? 0 })
    // 0.01 BTC for 50 EUR.
    expect(order).toMatchObject({
      status: 'PENDING',
      buyerId: buyer.userId,
      totalBtc: '0.005',
      totalEur: '25.00',
    })
    expect(await stock()).toBe(before - 1)
  }
})

test('a price in bitcoins goes by the rate where the seller has set none in EUR', async () => {
  core.time.now = new Date('2026-01-04T00:00:00Z')
  const floating = await newProduct(core, seller, { priceBtc: '0.02', stockQuantity: 2 })
  const { id } = await offered(buyer, '33.33', { productId: floating.id })
  const { orderId } = await respond(core, seller, id, { response: 'accept' })
  const rate = Number((await core.as(buyer).rates.current())['btc:eur'])
  const order = await getOrder(core.as(buyer), { id: orderId ?? 0 })
  expect(Number(order.totalBtc)).toBeCloseTo(33.33 / rate, 8)
  expect(order.totalEur).toBe('33.33')
})

test('an offer counts for what it is now: of a deleted or sold-out product it has expired', async () => {
  const { id } = await offered(buyer, '25')
  const statusNow = async () => (await read(buyer)).items[0]?.offer?.status
  await updateProduct(core.as(seller), { id: sides.product, stockQuantity: 0 })
  expect(await statusNow()).toBe('expired')
  expect(await told(respond(core, seller, id, { response: 'accept' }))).toBe(
    'This offer has expired',
  )
  expect(await told(offered(buyer, '25'))).toBe('This product is out of stock')
  await updateProduct(core.as(seller), { id: sides.product, stockQuantity: 1 })
  expect(await statusNow()).toBe('pending')
  await deleteProduct(core.as(seller), { id: sides.product })
  expect(await statusNow()).toBe('expired')
  expect(await told(respond(core, seller, id, { response: 'reject' }))).toBe(
    'This offer has expired',
  )
})

test('an offer has expired while what was agreed in EUR would cost more BTC than it did', async () => {
  const [bid, ask] = [await offered(buyer, '25'), await offered(seller, '30')]
  const statuses = async () => (await read(buyer)).items.map(({ offer }) => offer?.status)
  const reprice = (prices: object) =>
    updateProduct(core.as(seller), { id: sides.product, ...prices })
  for (const prices of [{ priceEur: null }, { priceEur: '0.01' }]) {
    await reprice(prices)
    expect(await statuses()).toEqual(['expired', 'expired'])
  }
  for (const [who, { id }] of [
    [seller, bid],
    [buyer, ask],
  ] as const) {
    expect(await told(respond(core, who, id, { response: 'accept' }))).toBe(
      'This offer has expired',
    )
  }
  await reprice({ priceEur: '100', priceBtc: '0.01' })
  expect(await statuses()).toEqual(['pending', 'pending'])
  expect(await outcomeOf(respond(core, seller, bid.id, { response: 'accept' }))).toBe('done')
})

test('an offer by the rate goes by the rate of the moment when it is accepted', async () => {
  const floating = await newProduct(core, seller, { priceBtc: '0.02', stockQuantity: 1 })
  const { id } = await offered(buyer, '33.33', { productId: floating.id })
  await updateProduct(core.as(seller), { id: floating.id, priceBtc: '0.5' })
  expect(await outcomeOf(respond(core, seller, id, { response: 'accept' }))).toBe('done')
})

test('no order is made for a buyer who was banned', async () => {
  const { id } = await offered(buyer, '25')
  const before = await stock()
  const staff = await core.newUser('staff')
  await updateSettings(core.as(staff), { userId: String(buyer.userId), isActive: false })
  expect(await told(respond(core, seller, id, { response: 'accept' }))).toBe(
    'The buyer cannot order this at the moment',
  )
  expect(await stock()).toBe(before)
})

test('offers are for products of the seller’s, at prices that can be paid', async () => {
  const others = (await newShop(core)).product
  expect(await told(offered(buyer, '25', { productId: others }))).toBe('Product not found')
  expect(await told(offered(buyer, '999999999999'))).toMatch('more than can be paid')
  const dear = await newProduct(core, seller, { priceBtc: '0.00000001', priceEur: 500 })
  expect(await told(offered(buyer, '0.01', { productId: dear.id }))).toMatch(
    'less than can be paid',
  )
})

test('what keeps the buyer from ordering is told to the buyer alone', async () => {
  const [first, second] = [await offered(buyer, '25'), await offered(seller, '26')]
  for (let i = 0; i < 3; i += 1) await createOrder(core.as(buyer), cart([sides.product, 1]))
  expect(await told(respond(core, seller, first.id, { response: 'accept' }))).toBe(
    'The buyer cannot order this at the moment',
  )
  expect(await outcomeOf(respond(core, buyer, second.id, { response: 'accept' }))).toBe(
    'LIMIT_EXCEEDED',
  )
  expect((await read(buyer)).items.map(({ offer }) => offer?.status)).toEqual([
    'pending',
    'pending',
  ])
})

test('both hear in the room and in all their rooms what happened there, and where', async () => {
  const ctx = { ...core.as(buyer), connection: 'socket-1' }
  await sendToRoom(ctx, { roomId: room, content: 'a word', messageType: 'text' })
  const { id } = await offered(seller, '45.00')
  await respond(core, buyer, id, { response: 'counter', counterPrice: COUNTER })
  await read(seller)
  const streams = [roomStream(room), roomsStream(buyer.userId), roomsStream(seller.userId)]
  const heard = await Promise.all(
    streams.map((name) => readEvents(core.database.db(), name, 0, 50)),
  )
  const told = heard.map((events) => events.map((event) => roomEventOf(event)))
  expect(told[0]?.map((event) => event?.type)).toEqual([
    'room.message',
    'room.message',
    'room.message',
    'room.offer_answered',
    'room.read',
  ])
  expect(told[1]).toEqual(told[0])
  expect(told[2]).toEqual(told[0])
  const own = await read(buyer)
  expect(told[0]?.[1]).toMatchObject({
    message: { ...own.items[1], offer: { price: '45.00', status: 'pending' } },
  })
  expect(told[0]?.[3]).toMatchObject({
    answer: { offerId: id, response: 'counter', counterPrice: COUNTER, orderId: null },
  })
  const writers = (heard[0] ?? []).map((event) => roomWriterOf(event))
  expect(writers[0]).toEqual({
    userId: buyer.userId,
    session: buyer.sessionId,
    connection: 'socket-1',
  })
  expect(writers[3]).toEqual({
    userId: buyer.userId,
    session: buyer.sessionId,
    connection: null,
  })
})

test('whoever is offered something, or answered, is told once', async () => {
  core.woken.length = 0
  const { id } = await offered(buyer, '25')
  expect(core.woken).toContain(userStream(seller.userId))
  await respond(core, seller, id, { response: 'counter', counterPrice: COUNTER })
  expect(core.woken).toContain(userStream(buyer.userId))
  const told = async (who: SignedIn) =>
    (await listNotifications(core.as(who), { ...page, unread: false })).items.map(
      ({ type, message }) => [type, message],
    )
  expect(await told(seller)).toEqual([['ROOM_OFFER_MADE', expect.stringMatching('€25.00 for Map')]])
  expect(await told(buyer)).toEqual([['ROOM_OFFER_MADE', expect.stringMatching('€27.50 for Map')]])
})

const people = async (): Promise<Record<string, SignedIn>> => ({
  nobody: await core.newUser(),
  staff: await core.newUser('staff'),
})

test.each(
  ROOM_OFFER_STATUSES.flatMap((from) =>
    (['buyer', 'seller'] as const).map((maker) => ({ from, maker })),
  ),
)('with an offer of the $maker’s that is $from, everybody does what they may', async (given) => {
  const { from, maker } = given
  const makers = { buyer: [buyer, seller], seller: [seller, buyer] } as const
  const [maker_, other] = makers[maker]
  const roles: Record<string, SignedIn> = { ...(await people()), maker: maker_, other }
  const inState = async () => {
    const { id } = await offered(maker_, '25')
    const answer = ANSWERS[from]
    if (answer) await respond(core, other, id, answer)
    return id
  }
  const cells = cellsOf(ROOM_OFFER_MATRIX).filter((cell) => cell.from === from)
  const legal = cells.filter(({ expected }) => expected.startsWith('→'))
  const id = await inState()
  if (from === 'expired') {
    await updateProduct(core.as(seller), { id: sides.product, inStock: false })
  }
  const before = await everything()
  for (const { action, role, expected } of cells.filter((cell) => !legal.includes(cell))) {
    const who = roles[role] ?? buyer
    const tried = respond(core, who, id, { response: action, counterPrice: COUNTER })
    if (expected === 'again') expect((await tried).isRepeated).toBe(true)
    else expect([action, role, await outcomeOf(tried)]).toEqual([action, role, CODES[expected]])
  }
  expect(await everything()).toEqual(before)
  for (const { action, role, expected } of legal) {
    const who = roles[role] ?? buyer
    const answered = await respond(core, who, await inState(), {
      response: action,
      counterPrice: COUNTER,
    })
    expect(answered).toMatchObject({ status: expected.slice(1), isRepeated: false })
  }
})

const CODES: Readonly<Record<string, string>> = {
  not_yours: 'NOT_A_PARTY',
  no_access: 'NOT_A_PARTY',
  wrong_state: 'CONFLICT',
}

/** What an attempt must not change when it is refused. */
async function everything() {
  const [counted] = await core.sql(
    `select (select count(*) from events) as events, (select count(*) from orders) as orders,
            (select stock_quantity from products where id = $1) as stock,
            (select json_agg(o order by id) from room_offers o) as offers`,
    [sides.product],
  )
  return counted
}
