import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { malformed } from '../../src/testing/malformed.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import {
  closeSocketIo,
  type SocketIoClient,
  type SocketIoOptions,
  socketIoClient,
} from '../../src/testing/socket-io-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Document 3's sockets, with the client that its pages use: who hears what, who gets in, who is put out.

let souk: TestSouk
let shop: ShopClient
let seller: TestUser
let buyer: TestUser
let stranger: TestUser
let staff: string

beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  seller = await souk.signUp('jude')
  buyer = await souk.signUp('amara')
  stranger = await souk.signUp('chidi')
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
  await shop.newSeller(seller)
})
afterAll(() => souk.stop())
afterEach(closeSocketIo)

async function listen(token: string, options: SocketIoOptions = {}): Promise<SocketIoClient> {
  const client = socketIoClient(souk.url, { auth: { accessToken: token }, ...options })
  await client.connected()
  return client
}

const ask = ({ token }: Pick<TestUser, 'token'>) =>
  souk.post('/api/support', { subject: 'Help', content: 'It is lost', category: 'Other' }, token)
const write = (ticket: string, content: string, token: string) =>
  souk.post(`/api/support/${ticket}/messages`, { content }, token)

async function orderBy(token: string): Promise<string> {
  return shop.newOrder({ token }, await shop.newProduct(seller))
}

describe.each([
  { name: 'polling', transports: ['polling'] },
  { name: 'WebSocket', transports: ['websocket'] },
  { name: 'polling, then WebSocket', transports: ['polling', 'websocket'] },
  { name: 'WebSocket, then polling', transports: ['websocket', 'polling'] },
])('over $name', ({ transports }) => {
  test('both sides of an order hear of it and of its escrow, in the documented fields', async () => {
    const order = await orderBy(buyer.token)
    const escrow = await shop.newEscrow(buyer, order, 'code-1')
    const [sells, buys] = [
      await listen(seller.token, { transports }),
      await listen(buyer.token, { transports }),
    ]
    await shop.step(buyer, order, 'PAID')
    for (const client of [sells, buys]) {
      expect(await client.next()).toEqual([
        'order:updated',
        {
          orderId: order,
          status: 'PAID',
          message: 'The order has been paid, and its escrow holds the money',
        },
      ])
      expect(await client.next()).toEqual([
        'escrow:updated',
        { escrowId: escrow, status: 'FUNDED', message: 'The escrow holds the money of the order' },
      ])
    }
    expect(await sells.next()).toEqual([
      'notification',
      {
        id: expect.stringMatching(/^notif_\d+$/),
        type: 'ORDER_PAID',
        title: 'Order Paid',
        message: expect.any(String),
        data: { orderId: order },
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    ])
  })
})

describe('who hears', () => {
  test('of an order, every connection of its sides, and nobody else', async () => {
    const order = await orderBy(buyer.token)
    const [one, two] = [await listen(buyer.token), await listen(buyer.token)]
    const [outsider, team] = [await listen(stranger.token), await listen(staff)]
    await shop.step(buyer, order, 'PAID')
    for (const client of [one, two]) {
      expect(await client.next()).toMatchObject(['order:updated', { orderId: order }])
    }
    const other = await orderBy(stranger.token)
    expect(await outsider.next()).toMatchObject(['order:updated', { orderId: other }])
    const { body } = await ask(stranger)
    expect(await team.next()).toMatchObject(['support:new_message', { ticketId: body.data.id }])
  })

  test('of a ticket, all staff, and its author where it was not written', async () => {
    const other = await souk.logIn(buyer.username, buyer.password)
    const [here, there] = [await listen(buyer.token), await listen(other)]
    const [outsider, team] = [await listen(stranger.token), await listen(staff)]
    const ticket = (await ask(buyer)).body.data.id
    const said = (content: string, isStaff: boolean, username: string) => [
      'support:new_message',
      {
        ticketId: ticket,
        message: {
          id: expect.stringMatching(/^msg_\d+$/),
          content,
          isStaff,
          user: { username, avatar: null },
          createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        },
      },
    ]
    for (const client of [there, team]) {
      expect(await client.next()).toEqual(said('It is lost', false, buyer.username))
    }
    await write(ticket, 'Where was it?', staff)
    for (const client of [here, there]) {
      expect(await client.next()).toEqual(said('Where was it?', true, ADMIN.username))
      expect(await client.next()).toMatchObject(['notification', { type: 'TICKET_ANSWERED' }])
    }
    await write(ticket, 'At the harbour', buyer.token)
    for (const client of [there, team]) {
      expect(await client.next()).toEqual(said('At the harbour', false, buyer.username))
    }
    const order = await orderBy(stranger.token)
    expect(await outsider.next()).toMatchObject(['order:updated', { orderId: order }])
    const own = await orderBy(buyer.token)
    expect(await here.next()).toMatchObject(['order:updated', { orderId: own }])
  })

  test('an account that is a token hears of its ticket on each connection', async () => {
    const { body } = await souk.post('/api/auth/register', undefined)
    const token = body.data.accessToken
    const [one, two] = [await listen(token), await listen(token)]
    const ticket = (await ask({ token })).body.data.id
    for (const client of [one, two]) {
      expect(await client.next()).toMatchObject(['support:new_message', { ticketId: ticket }])
    }
  })
})

describe('who gets in', () => {
  const hears = async (client: SocketIoClient, token: string) => {
    const order = await orderBy(token)
    expect(await client.next()).toMatchObject(['order:updated', { orderId: order }])
  }

  test.each<[string, (token: string) => SocketIoOptions]>([
    ['auth.accessToken', (accessToken) => ({ auth: { accessToken } })],
    ['auth.token', (token) => ({ auth: { token } })],
    ['the Authorization header', (t) => ({ extraHeaders: { authorization: `Bearer ${t}` } })],
    ['the session cookie', (t) => ({ extraHeaders: { cookie: `session=${t}` } })],
    ['the query', (token) => ({ query: { token } })],
  ])('by %s', async (_, options) => {
    for (const transports of [['polling'], ['websocket']]) {
      const token = await souk.logIn(buyer.username, buyer.password)
      const client = socketIoClient(souk.url, { transports, ...options(token) })
      await client.connected()
      await hears(client, token)
      client.socket.disconnect()
    }
  })

  test.each([
    ['a token that nobody has', { auth: { accessToken: 'cs_nonsense' } }],
    ['no text', { auth: { accessToken: 7 } }],
    ['a header that nobody has', { extraHeaders: { authorization: 'Bearer nonsense' } }],
  ])('not by %s: that is told, and for good', async (_, options) => {
    const client = socketIoClient(souk.url, options)
    await expect(client.connected()).rejects.toThrow('Authentication failed')
    expect(client.socket.active).toBe(false)
  })

  test.each([
    ['an object', (accessToken: string) => ({ accessToken })],
    ['a bare string', (token: string) => token],
  ])('by `authenticate` with %s', async (_, shown) => {
    const token = await souk.logIn(buyer.username, buyer.password)
    const client = socketIoClient(souk.url)
    await client.connected()
    const answer = await client.socket.emitWithAck('authenticate', shown(token))
    expect(answer).toEqual({ success: true })
    await hears(client, token)
  })

  test('a bad one is acknowledged too; or else it is an error, and the connection lives on', async () => {
    const client = socketIoClient(souk.url)
    await client.connected()
    const bad = { accessToken: 'cs_nonsense' }
    const refusal = { success: false, error: 'Authentication failed' }
    expect(await client.socket.emitWithAck('authenticate', bad)).toEqual(refusal)
    expect(await client.socket.emitWithAck('authenticate', malformed(undefined))).toEqual(refusal)
    client.socket.emit('authenticate', bad)
    expect(await client.next()).toEqual(['error', { message: 'Authentication failed' }])
    const good = await client.socket.emitWithAck('authenticate', { accessToken: buyer.token })
    expect(good).toEqual({ success: true })
    await hears(client, buyer.token)
  })

  test('whoever shows another’s credential hears for that other alone', async () => {
    const client = await listen(buyer.token)
    await client.socket.emitWithAck('authenticate', stranger.token)
    await orderBy(buyer.token)
    await hears(client, stranger.token)
  })

  test('events that nobody knows are ignored', async () => {
    const client = await listen(buyer.token)
    client.socket.emit('join', { room: 1 })
    client.socket.emit('message', 'hello', () => {})
    await hears(client, buyer.token)
  })
})

describe('who is put out', () => {
  test.each([['polling'], ['websocket']])('over %s, whoever logs out', async (transport) => {
    const token = await souk.logIn(stranger.username, stranger.password)
    const client = await listen(token, { transports: [transport] })
    const gone = client.disconnected()
    await souk.post('/auth/logout', {}, token)
    expect(await gone).toBe('io server disconnect')
    expect(client.socket.active).toBe(false)
  })

  test('whoever is banned, with each of their credentials', async () => {
    const banned = await souk.signUp('banned')
    const { body } = await souk.post('/api/auth/register', undefined)
    const [one, two] = [await listen(banned.token), await listen(body.data.accessToken)]
    for (const [client, id] of [
      [one, banned.id],
      [two, body.data.id.replace('user_', '')],
    ] as const) {
      const gone = client.disconnected()
      const ban = { token: staff, body: { is_active: false } }
      await souk.request('PATCH', `/exec/user/settings/${id}/`, ban)
      expect(await gone).toBe('io server disconnect')
    }
  })
})
