import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { FIRST_GENERATION, GENERATIONS, openApp } from '../../src/testing/room-app.ts'
import {
  inRoom,
  type Negotiation,
  newNegotiation,
  nextNegotiation,
} from '../../src/testing/room-socket.ts'
import { closeSocketIo } from '../../src/testing/socket-io-client.ts'
import { startTcpProxy } from '../../src/testing/tcp-proxy.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// What the programs do that are used: three generations of an app, and pages that ask by REST again and again.

let souk: TestSouk
let deal: Negotiation
beforeAll(async () => {
  souk = await startTestSouk({
    RATE_LIMIT_ANONYMOUS: '100000',
    RATE_LIMIT_AUTHENTICATED: '1000',
    RATE_LIMIT_CHAT: '3000',
  })
  deal = await newNegotiation(souk)
})
afterAll(() => souk.stop())
beforeEach(async () => {
  deal = await nextNegotiation(souk, deal)
})
afterEach(closeSocketIo)

const stored = async () => {
  const path = `/api/v1/chats/rooms/${deal.room}/messages?per_page=100`
  const { body } = await souk.get(path, deal.seller.token)
  return body.messages
}

describe.each(GENERATIONS)('$name', (generation) => {
  test('shows each message once, on both sides, and may write on at once', async () => {
    const { buyer, seller, room } = deal
    const mine = await openApp(souk, generation, buyer, room)
    const theirs = await openApp(souk, generation, seller, room)
    for (const text of ['one', 'two', 'three']) {
      await mine.send(text)
      await theirs.send(`${text}, too`)
    }
    const said = ['one', 'one, too', 'two', 'two, too', 'three', 'three, too']
    for (const { bubbles, waits, errors } of [mine, theirs]) {
      await vi.waitFor(() => expect(bubbles.length).toBeGreaterThanOrEqual(6))
      expect(bubbles.map(({ text }) => text).sort()).toEqual([...said].sort())
      expect(Math.max(...waits)).toBeLessThan(1000)
      expect(errors).toEqual([])
    }
    expect((await stored()).map(({ content }: { content: string }) => content)).toEqual(said)
  })

  test('has an offer answered by the number that it shows, which makes an order', async () => {
    const { buyer, seller, product, room } = deal
    const app = await openApp(souk, generation, buyer, room)
    const path = `/api/v1/chats/rooms/${room}/offers`
    await souk.post(path, { product_id: product, price: 75, message: 'For you' }, seller.token)
    const [{ offer }] = await stored()
    expect(offer.status).toBe('pending')
    const answered = new Promise<{ order_id: string }>((resolve) => {
      app.client.socket.once('offer_response', resolve)
    })
    app.answer(offer.id, 'accept')
    const { order_id: order } = await answered
    const { body } = await souk.get(`/api/orders/${order}`, buyer.token)
    expect(body.data).toMatchObject({ status: 'PENDING', totalEur: 75 })
    expect((await stored())[0].offer.status).toBe('accepted')
  })
})

test('a queue that is flushed at each sign of the line is stored once', async () => {
  const wire = await startTcpProxy({ host: '127.0.0.1', port: souk.souk.port })
  try {
    const url = `http://127.0.0.1:${wire.port}`
    const app = await openApp(souk, FIRST_GENERATION, deal.buyer, deal.room, url)
    const listener = await inRoom(souk, deal.seller, deal.room)
    const heard = vi.fn()
    listener.socket.on('message', ({ content }) => heard(content))
    wire.cut()
    await app.client.disconnected()
    app.queue('written in a tunnel', 'tunnel-1')
    app.queue('and another', 'tunnel-2')
    wire.mend()
    await app.client.connected()
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2))
    await app.client.cut()
    await app.client.connected()
    await app.send('out again')
    const texts = ['written in a tunnel', 'and another', 'out again']
    expect((await stored()).map(({ content }: { content: string }) => content)).toEqual(texts)
    expect(app.bubbles.map(({ text }) => text)).toEqual(texts)
    await vi.waitFor(() => expect(heard.mock.calls.flat()).toEqual(texts))
  } finally {
    await wire.close()
    deal = await newNegotiation(souk) // whoever is cut off here may still come back
  }
})

test('thirty looks at messages in a burst, and sixty of what nobody knows, are no trouble', async () => {
  const client = await inRoom(souk, deal.buyer, deal.room)
  for (let n = 0; n < 60; n += 1) client.socket.emit('join_message', { message_id: n, user_id: '' })
  client.socket.emit('ping', {})
  expect((await client.next())[0]).toBe('pong')
  expect((await souk.get('/api/v1/chats/rooms', deal.buyer.token)).status).toBe(200)
})

test('two pages that ask every two seconds, and rooms opened, leave their user all calls with money', async () => {
  const { buyer, room } = deal
  const read = (path = '/messages?per_page=100') =>
    souk.get(`/api/v1/chats/rooms/${room}${path}`, buyer.token)
  const app = await openApp(souk, FIRST_GENERATION, buyer, room)
  const statuses = new Set<number>()
  const ask = async (many: number, call: () => Promise<{ status: number }>) => {
    for (let n = 0; n < many; n += 25) {
      const answers = await Promise.all(Array.from({ length: Math.min(25, many - n) }, call))
      for (const { status } of answers) statuses.add(status)
    }
  }
  // A quarter of an hour: two pages, and eight rooms that an app opens.
  await ask(2 * 450, read)
  await ask(8, () => souk.post(`/api/v1/chats/rooms/${room}/read`, undefined, buyer.token))
  for (let n = 0; n < 8; n += 1) await app.open()
  expect([...statuses]).toEqual([200])
  expect(app.errors).toEqual([])
  const order = { items: [{ productId: deal.product.replace('PRD', 'product'), quantity: 1 }] }
  const { status, headers } = await souk.post('/api/orders', order, buyer.token)
  expect(status).toBe(201)
  expect(Number(headers.get('x-ratelimit-remaining'))).toBeGreaterThan(900)
})

describe('limits', () => {
  beforeEach(async () => {
    deal = await newNegotiation(souk)
  })
  const REFUSED = { success: false, error: 'Rate limit exceeded' }

  test('thirty messages and offers a minute, by whatever way, and no line is cut for it', async () => {
    const { buyer, room, product } = deal
    const client = await inRoom(souk, buyer, room)
    const say = (n: number) =>
      client.socket.emitWithAck('message', { room_id: room, message: `${n}` })
    for (let n = 0; n < 28; n += 1) expect((await say(n)).success).toBe(true)
    const offer = { room_id: room, product_id: product, offer_amount: 20 }
    expect((await client.socket.emitWithAck('send_offer', offer)).success).toBe(true)
    const path = `/api/v1/chats/rooms/${room}/messages`
    expect((await souk.post(path, { content: 'by REST' }, buyer.token)).status).toBe(201)
    expect((await souk.post(path, { content: 'too much' }, buyer.token)).status).toBe(429)
    for (let n = 0; n < 40; n += 1) expect(await say(n)).toEqual(REFUSED)
    expect(await client.socket.emitWithAck('send_offer', offer)).toEqual(REFUSED)
    expect(client.socket.connected).toBe(true)
    expect(await stored()).toHaveLength(30)
  })

  test('thirty pings', async () => {
    const client = await inRoom(souk, deal.buyer, deal.room)
    for (let n = 0; n < 30; n += 1) {
      expect((await client.socket.emitWithAck('ping', {})).success).toBe(true)
    }
    for (let n = 0; n < 40; n += 1) {
      expect(await client.socket.emitWithAck('ping', {})).toEqual(REFUSED)
    }
    expect(client.socket.connected).toBe(true)
  })

  test('ten beginnings to write and ten ends are heard, and no word is said of the others', async () => {
    const { buyer, seller, room } = deal
    const [writer, reader] = [await inRoom(souk, buyer, room), await inRoom(souk, seller, room)]
    const actions: string[] = []
    reader.socket.on('typing_update', ({ action }) => actions.push(action))
    const heard = vi.fn()
    writer.socket.on('error', heard)
    for (let n = 0; n < 24; n += 1) {
      const { success } = await writer.socket.emitWithAck('typing_start', { room_id: room })
      expect(success).toBe(true)
    }
    for (let n = 0; n < 24; n += 1)
      await writer.socket.emitWithAck('typing_stop', { room_id: room })
    await reader.socket.emitWithAck('ping', {})
    expect(actions).toEqual([...Array(10).fill('start'), ...Array(10).fill('stop')])
    expect(heard).not.toHaveBeenCalled()
  })

  test('a flood of what nobody knows ends the connection, and that of nobody else', async () => {
    const [flood, other] = [
      await inRoom(souk, deal.buyer, deal.room),
      await inRoom(souk, deal.seller, deal.room),
    ]
    flood.socket.io.reconnection(false)
    const gone = flood.disconnected()
    for (let n = 0; n < 700; n += 1) flood.socket.emit('join_message', { message_id: n })
    await gone
    expect((await other.socket.emitWithAck('ping', {})).success).toBe(true)
  })
})
