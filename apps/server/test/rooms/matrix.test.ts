import { ROOM_OFFER_STATUSES, type RoomOfferStatus } from '@souk/contract'
import { type Cell, cellsOf } from '@souk/core/testing/market-matrix.ts'
import { ROOM_OFFER_MATRIX } from '@souk/core/testing/room-matrix.ts'
import { ANSWERS, COUNTER } from '@souk/core/testing/rooms.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Books, openBooks } from '../../src/testing/books.ts'
import type { TestUser } from '../../src/testing/http-client.ts'
import { ROOMS, type RoomsClient, roomsClient } from '../../src/testing/rooms.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import { shopState } from '../../src/testing/shop-state.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// The matrix of offers over HTTP, for offers of the buyer's and of the seller's, who is of the staff here.

let souk: TestSouk
let shop: ShopClient
let rooms: RoomsClient
let books: Books
let people: Record<string, TestUser>
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  rooms = roomsClient(souk)
  books = await openBooks(souk.databaseUrl)
  const names = ['buyer', 'seller', 'umpire', 'other'] as const
  const [buyer, seller, staff, nobody] = await Promise.all(names.map((name) => souk.signUp(name)))
  if (!buyer || !seller || !staff || !nobody) throw new Error('nobody signed up')
  people = { buyer, seller, staff, nobody }
  await souk.sql(`update users set is_staff = true where username in ('seller', 'umpire')`)
  await shop.newSeller(who('seller'))
})
afterAll(async () => {
  await books.close()
  await souk.stop()
})
afterEach(async () => {
  expect(await books.verify()).toEqual([])
})

function who(name: string): TestUser {
  const found = people[name]
  if (!found) throw new Error(`nobody is called ${name}`)
  return found
}

const REFUSALS: Readonly<Record<string, readonly [status: number, message: RegExp]>> = {
  not_yours: [403, /^You cannot answer your own offer$/],
  no_access: [403, /^Access denied to this room$/],
  wrong_state: [409, /^This offer has (already been (accepted|rejected|countered)|expired)$/],
}

const settings = ROOM_OFFER_STATUSES.flatMap((from) =>
  (['buyer', 'seller'] as const).map((maker) => ({ from, maker })),
)

test.each(settings)(
  'whatever anybody tries with an offer of the $maker’s that is $from',
  async (given) => {
    const { from, maker } = given
    const other = maker === 'buyer' ? 'seller' : 'buyer'
    const product = await shop.newProduct(who('seller'), { stockQuantity: 50 })
    const room = await rooms.newRoom(who('buyer'), who('seller'), product)
    const nameOf = (role: string) => ({ maker, other })[role] ?? role
    const inState = async (state: RoomOfferStatus) => {
      const id = await rooms.newOffer(who(maker), room, product)
      const { response = '', ...more } = { ...ANSWERS[state] } as { response?: string }
      if (response)
        await rooms.respond(who(other), id, response, { counter_price: COUNTER, ...more })
      return id
    }
    const attempt = ({ action, role }: Cell, id: number) =>
      rooms.respond(who(nameOf(role)), id, action, { counter_price: COUNTER })

    const cells = cellsOf(ROOM_OFFER_MATRIX).filter((cell) => cell.from === from)
    const isLegal = ({ expected }: Cell) => expected.startsWith('→')
    const id = await inState(from)
    if (from === 'expired') {
      const token = who('seller').token
      await souk.request('PUT', `/api/products/${product}`, { token, body: { inStock: false } })
    }
    const before = await shopState(souk)
    for (const cell of cells.filter((one) => !isLegal(one))) {
      const { status, body } = await attempt(cell, id)
      if (cell.expected === 'again') expect([cell, status, body.status]).toEqual([cell, 200, from])
      else {
        const [code, words] = REFUSALS[cell.expected] ?? [0, /^$/]
        expect([cell, status, body]).toEqual([
          cell,
          code,
          { message: expect.stringMatching(words) },
        ])
      }
    }
    expect(await shopState(souk)).toEqual(before)
    for (const cell of cells.filter(isLegal)) {
      const tried = await inState('pending')
      const { status, body } = await attempt(cell, tried)
      expect([cell, status, `→${body.status}`]).toEqual([cell, 200, cell.expected])
      const { messages } = (await rooms.messages(who('buyer'), room, '?per_page=100')).body
      const shown = messages.find((message: { id: number }) => message.id === tried)
      expect([cell, `→${shown.offer.status}`]).toEqual([cell, cell.expected])
      expect([cell, shown.offer.order_id]).toEqual([cell, body.order_id])
    }
  },
)

test('what document 5 allows in a message, and what not', async () => {
  const room = await rooms.newRoom(who('buyer'), who('seller'))
  const path = `${ROOMS}/${room}/messages`
  const status = async (body: unknown) => (await souk.post(path, body, who('buyer').token)).status
  expect(await status({ content: 'x'.repeat(1000) })).toBe(201)
  expect(await status({ content: 'x'.repeat(1001) })).toBe(400)
  expect(await status({ content: '  ' })).toBe(400)
  expect(await status({})).toBe(400)
  for (const message_type of ['text', 'image', 'video', 'product']) {
    expect(await status({ content: 'x', message_type })).toBe(201)
  }
  for (const message_type of ['offer', '', 'file', null, 7]) {
    expect(await status({ content: 'x', message_type })).toBe(400)
  }
  for (const message_data of [null, {}, { a: { b: [1, 'two', null] } }, { product_id: 'PRD_0' }]) {
    expect(await status({ content: 'x', message_data })).toBe(201)
  }
  const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`)
  const bad = [[], 'x', 7, { a: deep }, { a: 'x'.repeat(65_536) }, { a: '\0' }, { '\ud800': 1 }]
  for (const message_data of bad) expect(await status({ content: 'x', message_data })).toBe(400)
  const nested = `{"content":"x","message_data":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`
  const answer = await fetch(souk.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${who('buyer').token}` },
    body: nested,
  })
  expect(answer.status).toBe(400)
  const named = { a: '\\u0000 written out', __proto__x: 1 }
  const kept = await souk.post(path, { content: 'x', message_data: named }, who('buyer').token)
  expect(kept.body.message_data).toEqual(named)
})

test('page sizes are clamped, and another’s name is refused', async () => {
  const room = await rooms.newRoom(who('buyer'), who('seller'))
  const { token, id } = who('buyer')
  const listed = await souk.get(`${ROOMS}?per_page=1000&page=-1`, token)
  expect(listed.body.pagination).toMatchObject({ page: 1, per_page: 100 })
  const own = { content: 'x', sender_id: `USR_${id}`, user_id: id }
  expect((await souk.post(`${ROOMS}/${room}/messages`, own, token)).status).toBe(201)
  const anothers = { content: 'x', user_id: `USR_${who('seller').id}` }
  expect((await souk.post(`${ROOMS}/${room}/messages`, anothers, token)).status).toBe(403)
})
