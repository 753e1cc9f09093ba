import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { TestUser } from '../../src/testing/http-client.ts'
import { malformed } from '../../src/testing/malformed.ts'
import {
  chatClient,
  chatting,
  heardUntilNow,
  inRoom,
  type Negotiation,
  newNegotiation,
  nextNegotiation,
  userName,
} from '../../src/testing/room-socket.ts'
import { closeSocketIo, type SocketIoOptions } from '../../src/testing/socket-io-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Document 5's socket, with the client that its apps use: what is said, to whom, and what is refused.

let souk: TestSouk
let deal: Negotiation
let stranger: TestUser
beforeAll(async () => {
  souk = await startTestSouk()
  stranger = await souk.signUp('chidi')
  deal = await newNegotiation(souk)
})
afterAll(() => souk.stop())
beforeEach(async () => {
  deal = await nextNegotiation(souk, deal)
})
afterEach(closeSocketIo)

const MOMENT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const NUMBER = expect.any(Number)

const url = (path: string) => `/api/v1/chats/rooms/${deal.room}${path}`

describe.each([
  { name: 'polling', transports: ['polling'] },
  { name: 'WebSocket', transports: ['websocket'] },
  { name: 'polling, then WebSocket', transports: ['polling', 'websocket'] },
])('the document, over $name', ({ transports }) => {
  test('two meet in a room, write, offer, answer and leave', async () => {
    const { buyer, seller, product, room } = deal
    const buys = await chatClient(souk, buyer, { transports })
    expect(await buys.next()).toEqual([
      'connected',
      { status: 'connected', user_id: userName(buyer), message: 'Connected to chat namespace' },
    ])
    buys.socket.emit('join_room', { room_id: room })
    expect(await buys.next()).toEqual([
      'room_joined',
      {
        room_id: room,
        timestamp: MOMENT,
        room_data: {
          room_id: room,
          other_user: {
            id: userName(seller),
            username: seller.username,
            profile_picture: null,
            is_seller: true,
          },
          product: {
            id: product,
            name: 'Map of the harbour',
            price: 89.99,
            image: 'https://example.com/harbour.jpg',
          },
          request: null,
          messages: [],
          unread_count: 0,
        },
      },
    ])
    const sells = await inRoom(souk, seller, room, { transports })

    buys.socket.emit('typing_start', { room_id: room })
    expect(await sells.next()).toEqual([
      'typing_update',
      {
        room_id: room,
        user_id: userName(buyer),
        username: buyer.username,
        action: 'start',
        timestamp: MOMENT,
      },
    ])
    buys.socket.emit('typing_stop', { room_id: room })
    expect(await sells.next()).toMatchObject(['typing_update', { action: 'stop' }])

    const text = "Hello, I'm interested in your product"
    buys.socket.emit('message', { room_id: room, message: text, product_id: product })
    const [, sent] = await buys.next()
    expect(sent).toEqual({
      message_id: NUMBER,
      room_id: room,
      created_at: MOMENT,
      timestamp: MOMENT,
    })
    const heard = await sells.next()
    expect(heard).toEqual([
      'message',
      {
        id: sent.message_id,
        room_id: room,
        sender_id: userName(buyer),
        sender_username: buyer.username,
        sender: {
          id: userName(buyer),
          username: buyer.username,
          profile_picture: null,
          is_seller: false,
        },
        content: text,
        message_type: 'text',
        message_data: {
          product_id: product,
          product: {
            id: product,
            name: 'Map of the harbour',
            price: 89.99,
            currency: 'EUR',
            image_url: 'https://example.com/harbour.jpg',
          },
        },
        is_read: false,
        read_at: null,
        created_at: MOMENT,
      },
    ])
    const { body } = await souk.get(url('/messages'), seller.token)
    expect(body.messages).toEqual([heard[1]])

    const reactions = `/api/v1/chats/messages/${sent.message_id}/reactions`
    await souk.post(reactions, { reaction_type: 'HEART' }, seller.token)
    const stats = { message_id: sent.message_id, reactions: { HEART: 1 }, timestamp: MOMENT }
    for (const client of [buys, sells]) {
      expect(await client.next()).toEqual(['message_reaction_stats', { ...stats, room_id: room }])
    }

    buys.socket.emit('send_offer', {
      room_id: room,
      product_id: product,
      offer_amount: 25.0,
      message: 'I can offer 25 for this product',
    })
    const [confirmed, { offer_id: offer }] = await buys.next()
    expect([confirmed, offer]).toEqual(['offer_confirmed', NUMBER])
    expect(await sells.next()).toMatchObject([
      'offer_sent',
      {
        id: offer,
        room_id: room,
        message_type: 'offer',
        offer: { id: offer, product_id: product, price: 25, status: 'pending' },
      },
    ])

    sells.socket.emit('respond_to_offer', {
      offer_id: offer,
      response: 'counter',
      message: 'Not for that',
      counter_price: 27.5,
    })
    const countered = {
      room_id: room,
      offer_id: offer,
      response: 'counter',
      status: 'countered',
      user_id: userName(seller),
      username: seller.username,
      message: 'Not for that',
      counter_price: 27.5,
      counter_offer_id: NUMBER,
      timestamp: MOMENT,
    }
    const [, { counter_offer_id: counter }] = await sells.next()
    const both = Object.fromEntries([await buys.next(), await buys.next()])
    expect(both.offer_response).toEqual(countered)
    expect(both.offer_sent).toMatchObject({ id: counter, offer: { id: counter, price: 27.5 } })

    buys.socket.emit('respond_to_offer', { offer_id: counter, response: 'accept' })
    const accepted = await sells.next()
    expect(accepted).toMatchObject([
      'offer_response',
      { offer_id: counter, status: 'accepted', order_id: expect.stringMatching(/^order_\d+$/) },
    ])
    expect(await buys.next()).toEqual(accepted)
    const { body: order } = await souk.get(`/api/orders/${accepted[1].order_id}`, buyer.token)
    expect(order.data).toMatchObject({ status: 'PENDING', totalEur: 27.5 })

    buys.socket.emit('leave_room', { room_id: room })
    expect(await buys.next()).toEqual(['room_left', { room_id: room, timestamp: MOMENT }])
    await sells.socket.emitWithAck('message', { room_id: room, message: 'Are you there?' })
    expect(await heardUntilNow(buys)).toEqual([])
  })
})

describe('who gets in', () => {
  test.each<[string, (token: string) => SocketIoOptions]>([
    ['auth.token', (token) => ({ auth: { token } })],
    ['auth.accessToken', (accessToken) => ({ auth: { accessToken } })],
    ['the header', (t) => ({ auth: {}, extraHeaders: { authorization: `Bearer ${t}` } })],
    ['the cookie', (t) => ({ auth: {}, extraHeaders: { cookie: `session=${t}` } })],
    [
      'token and header',
      (token) => ({ auth: { token }, extraHeaders: { Authorization: `Bearer ${token}` } }),
    ],
  ])('by %s, on both transports', async (_, options) => {
    const { buyer, room } = deal
    for (const transports of [['polling'], ['websocket']]) {
      const client = await inRoom(souk, buyer, room, { transports, ...options(buyer.token) })
      expect(await heardUntilNow(client)).toEqual([])
    }
  })

  test.each([
    ['nothing', { auth: {} }],
    ['a token that nobody has', { auth: { token: 'nonsense' } }],
    ['no text', { auth: { token: 7 } }],
  ])('not by %s: that is told, and for good', async (_, options) => {
    const client = chatClient(souk, stranger, options)
    await expect(client.connected()).rejects.toThrow('Unauthorized')
    expect(client.socket.active).toBe(false)
  })

  test('log-out is for good; a stopping server is not', async () => {
    const token = await souk.logIn(stranger.username, stranger.password)
    const client = await chatting(souk, { token })
    const gone = client.disconnected()
    await souk.post('/api/v1/users/logout', undefined, token)
    expect(await gone).toBe('io server disconnect')
    expect(client.socket.active).toBe(false)

    const other = await startTestSouk({ DATABASE_URL: souk.databaseUrl })
    const guest = await chatting(other, stranger)
    const closed = guest.disconnected()
    await other.stop()
    expect(['transport close', 'transport error']).toContain(await closed)
    expect(guest.socket.active).toBe(true)
  })
})

describe('who hears', () => {
  test('all who have joined, but for the socket that it came from', async () => {
    const { buyer, seller, room } = deal
    const [here, there] = [await inRoom(souk, buyer, room), await inRoom(souk, buyer, room)]
    const [sells, outside] = [await inRoom(souk, seller, room), await chatting(souk, seller)]
    const answer = await here.socket.emitWithAck('message', { room_id: room, message: 'Hi' })
    for (const client of [there, sells]) {
      expect(await client.next()).toMatchObject(['message', { id: answer.message_id }])
    }
    expect(await heardUntilNow(here)).toEqual(['message_sent'])
    expect(await heardUntilNow(outside)).toEqual([])
  })

  test('what came by REST: all but the sockets of its session', async () => {
    const { buyer, seller, product, room } = deal
    const phone = { token: await souk.logIn(buyer.username, buyer.password) }
    const [here, there] = [await inRoom(souk, buyer, room), await inRoom(souk, phone, room)]
    const sells = await inRoom(souk, seller, room)
    await souk.post(url('/messages'), { content: 'By REST' }, buyer.token)
    await souk.post(url('/offers'), { product_id: product, price: 30 }, buyer.token)
    for (const client of [there, sells]) {
      expect(await client.next()).toMatchObject(['message', { content: 'By REST' }])
      expect(await client.next()).toMatchObject(['offer_sent', { offer: { price: 30 } }])
    }
    expect(await heardUntilNow(here)).toEqual([])
  })

  test('not who is in no such room: neither what is written nor who is writing', async () => {
    const { buyer, room } = deal
    const elsewhere = await newNegotiation(souk)
    const client = await inRoom(souk, elsewhere.buyer, elsewhere.room)
    for (const event of ['join_room', 'typing_start', 'typing_stop', 'message', 'send_offer']) {
      const payload = { room_id: room, message: 'Hi', product_id: deal.product, offer_amount: 5 }
      const refusal = { success: false, error: 'Access denied to this room' }
      expect(await client.socket.emitWithAck(event, payload)).toEqual(refusal)
      expect(await client.next()).toEqual(['error', { message: 'Access denied to this room' }])
    }
    const buys = await inRoom(souk, buyer, room)
    buys.socket.emit('typing_start', { room_id: room })
    await buys.socket.emitWithAck('message', { room_id: room, message: 'Hi' })
    expect(await heardUntilNow(client)).toEqual([])
  })

  test('on two processes, of who is writing too, where there is Redis', async () => {
    const { buyer, seller, room } = deal
    const REDIS_URL = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'
    const node = () => startTestSouk({ DATABASE_URL: souk.databaseUrl, REDIS_URL })
    const [a, b] = [await node(), await node()]
    try {
      const [buys, sells] = [await inRoom(a, buyer, room), await inRoom(b, seller, room)]
      await buys.socket.emitWithAck('typing_start', { room_id: room })
      expect(await sells.next()).toMatchObject(['typing_update', { action: 'start' }])
      await buys.socket.emitWithAck('message', { room_id: room, message: 'Across' })
      expect(await sells.next()).toMatchObject(['message', { content: 'Across' }])
      expect(await heardUntilNow(buys)).toEqual(['message_sent'])
    } finally {
      closeSocketIo()
      await Promise.all([a.stop(), b.stop()])
    }
  })
})

describe('acknowledgements', () => {
  test('come for every event, after it is done, with what it did', async () => {
    const { buyer, product, room } = deal
    const { socket } = await chatting(souk, buyer)
    const ack = (event: string, payload: object) => socket.timeout(8000).emitWithAck(event, payload)
    expect(await ack('join_room', { room_id: String(room) })).toMatchObject({ success: true })
    const named = { room_id: room, client_id: 'one' }
    const sent = await ack('message', { ...named, message: 'Hi' })
    expect(sent).toMatchObject({ success: true, client_id: 'one', created_at: MOMENT })
    const { body } = await souk.get(url('/messages'), buyer.token)
    expect(body.messages).toMatchObject([{ id: sent.message_id, client_id: 'one' }])
    expect(await ack('message', { ...named, message: 'Again' })).toEqual(sent)
    const offer = { ...named, client_id: 'two', product_id: product, offer_amount: 9 }
    const offered = { success: true, offer_id: NUMBER, room_id: room, client_id: 'two' }
    expect(await ack('send_offer', offer)).toMatchObject(offered)
    for (const event of ['typing_start', 'typing_stop', 'leave_room']) {
      expect(await ack(event, { room_id: room })).toMatchObject({ success: true })
    }
    expect(await ack('ping', {})).toMatchObject({ success: true })
    expect(await ack('join_message', { message_id: 1, user_id: '' })).toEqual({ success: true })
  })

  test.each<[string, string, object | undefined, string]>([
    ['nothing', 'join_room', undefined, 'No data provided'],
    ['no room', 'join_room', {}, 'Missing required field: room_id'],
    ['no room', 'typing_start', {}, 'Missing required field: room_id'],
    ['no message', 'message', { room_id: 1 }, 'Missing required field: message'],
    [
      'no amount',
      'send_offer',
      { room_id: 1, product_id: 1 },
      'Missing required field: offer_amount',
    ],
    ['no offer', 'respond_to_offer', { response: 'accept' }, 'Missing required field: offer_id'],
    ['a room that there is not', 'join_room', { room_id: 987_654 }, 'Access denied to this room'],
  ])('of %s in %s say what is wrong, as the error does', async (what, event, payload, error) => {
    const client = await chatting(souk, deal.buyer)
    const given = payload && { ...payload, client_id: 'c-1' }
    const sent = what === 'a room that there is not' ? given : malformed(given)
    const refusal = { success: false, error, ...(given && { client_id: 'c-1' }) }
    expect(await client.socket.emitWithAck(event, sent)).toEqual(refusal)
    expect(await client.next()).toEqual(['error', { message: error }])
    client.socket.emit(event, sent)
    expect(await client.next()).toEqual(['error', { message: error }])
  })

  test('an offer is nothing that can be written', async () => {
    const { socket } = await chatting(souk, deal.buyer)
    const fake = { room_id: deal.room, message: 'Offered', message_type: 'offer' }
    expect(await socket.emitWithAck('message', malformed(fake))).toMatchObject({ success: false })
    const { body } = await souk.get(url('/messages'), deal.buyer.token)
    expect(body.messages).toEqual([])
  })
})

describe('user_id', () => {
  const EVENTS = [
    'join_room',
    'leave_room',
    'message',
    'send_offer',
    'respond_to_offer',
    'typing_start',
    'typing_stop',
    'ping',
  ]
  const payload = () => ({
    room_id: deal.room,
    message: 'Hi',
    product_id: deal.product,
    offer_amount: 20,
  })

  test.each(EVENTS)('may be another’s in no %s', async (event) => {
    const client = await inRoom(souk, deal.buyer, deal.room)
    const by = { ...payload(), offer_id: 1, response: 'accept', user_id: userName(deal.seller) }
    const refusal = { success: false, error: 'Access denied to this room' }
    expect(await client.socket.emitWithAck(event, by)).toEqual(refusal)
  })

  test('is one’s own in any form, or empty', async () => {
    const { id } = deal.buyer
    const client = await inRoom(souk, deal.buyer, deal.room)
    for (const user_id of [`USR_${id}`, `usr_${id}`, id, `${id}`, '', null]) {
      for (const event of EVENTS.filter((event) => event !== 'respond_to_offer')) {
        const answer = await client.socket.emitWithAck(event, { ...payload(), user_id })
        expect([event, user_id, answer.error]).toEqual([event, user_id, undefined])
      }
    }
  })
})

describe('what makes no sense', () => {
  const deep = (depth: number) => {
    let value: unknown = 'x'
    for (let n = 0; n < depth; n += 1) value = n % 2 ? [value] : { value }
    return value
  }
  const room_id = () => deal.room
  const PAYLOADS: [string, () => unknown][] = [
    ['a text', () => 'room'],
    ['a number', () => 7],
    ['null', () => null],
    ['a list', () => [1, 2, 3]],
    ['bytes', () => Buffer.from('room')],
    ['a room of the wrong kind', () => ({ room_id: { id: 1 } })],
    ['a room below zero', () => ({ room_id: -1 })],
    ['a huge room', () => ({ room_id: '9'.repeat(400) })],
    ['a null byte', () => ({ room_id: room_id(), message: 'a\0b' })],
    ['half a letter', () => ({ room_id: room_id(), message: '\ud800' })],
    [
      'a null byte in its data',
      () => ({ room_id: room_id(), message: 'a', message_data: { a: '\0' } }),
    ],
    [
      'half a letter in its data',
      () => ({ room_id: room_id(), message: 'a', message_data: { '\udc00': 1 } }),
    ],
    ['data of the wrong kind', () => ({ room_id: room_id(), message: 'a', message_data: [1] })],
    ['deep data', () => ({ room_id: room_id(), message: 'a', message_data: deep(100) })],
    ['a deep payload', () => deep(700)],
    ['too many values', () => ({ room_id: Array(5000).fill(1) })],
    ['a long message', () => ({ room_id: room_id(), message: 'x'.repeat(1001) })],
    ['a long name', () => ({ room_id: room_id(), message: 'x', client_id: 'x'.repeat(101) })],
    ['numbers that are none', () => ({ room_id: room_id(), message: 'x', offer_amount: 'NaN' })],
  ]

  test('is refused, and ends nothing', async () => {
    const client = await chatting(souk, deal.buyer)
    for (const event of ['message', 'send_offer', 'join_room', 'respond_to_offer', 'leave_room']) {
      for (const [what, payload] of PAYLOADS) {
        if (what === 'numbers that are none' && event === 'message') continue
        const given = payload()
        const isRoom = typeof given === 'object' && given !== null && 'room_id' in given
        const isMeant = ['join_room', 'leave_room'].includes(event) && isRoom
        const isGood = isMeant && (given as { room_id: unknown }).room_id === deal.room
        const sent = isGood ? given : malformed(given)
        const answer = await client.socket.timeout(5000).emitWithAck(event, sent)
        if (!isGood) expect([event, what, answer.success]).toEqual([event, what, false])
      }
    }
    expect(client.socket.connected).toBe(true)
    expect((await souk.get('/health/ready')).status).toBe(200)
  })

  test('deeper than any function calls itself, it is refused like the rest', async () => {
    const socket = new WebSocket(
      `${souk.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    )
    const heard: string[] = []
    socket.on('message', (data) => heard.push(String(data)))
    await once(socket, 'open')
    socket.send(`40/chat,${JSON.stringify({ token: deal.buyer.token })}`)
    await vi.waitFor(() => expect(heard.join()).toContain('Connected to chat namespace'))
    socket.send(`42/chat,1["message",${'['.repeat(30_000)}${']'.repeat(30_000)}]`)
    socket.send(`42/chat,2["ping",{}]`)
    await vi.waitFor(() => expect(heard.join()).toContain('43/chat,2[{"success":true'))
    expect(heard.join()).toContain('43/chat,1[{"success":false')
    socket.close()
  })

  test('names of what all objects have are names like others', async () => {
    const client = await inRoom(souk, deal.buyer, deal.room)
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'error', '']) {
      expect(await client.socket.emitWithAck(name, {})).toEqual({ success: true })
    }
    const poisoned = JSON.parse(
      `{"room_id": ${deal.room}, "message": "a", "message_data": {"__proto__": {"admin": true}}}`,
    )
    await client.socket.emitWithAck('message', poisoned)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
    expect(client.socket.connected).toBe(true)
  })
})
