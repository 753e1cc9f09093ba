import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { HttpClient } from '../../src/testing/http-client.ts'
import {
  chatting,
  heardUntilNow,
  inRoom,
  messagesBefore,
  type Negotiation,
  newNegotiation,
  openRoom,
  userName,
} from '../../src/testing/room-socket.ts'
import {
  closeSocketIo,
  type SocketIoClient,
  type SocketIoOptions,
} from '../../src/testing/socket-io-client.ts'
import { startTcpProxy, type TcpProxy } from '../../src/testing/tcp-proxy.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Apps join a room when its screen opens, and never again. Whoever comes back within two minutes is back in
// the rooms that they had joined, on any process, and hears once what they missed.

const HOST = '127.0.0.1'
const OFF = { RATE_LIMIT_ANONYMOUS: '100000', RATE_LIMIT_AUTHENTICATED: '100000' }

let a: TestSouk
let b: TestSouk
let later = 0
let wire: TcpProxy
let deal: Negotiation

beforeAll(async () => {
  const clock = () => new Date(Date.now() + later)
  a = await startTestSouk(OFF, { clock })
  b = await startTestSouk({ ...OFF, DATABASE_URL: a.databaseUrl }, { clock })
})
afterAll(async () => {
  await b.stop()
  await a.stop()
})
beforeEach(async () => {
  later = 0
  deal = await newNegotiation(a)
  wire = await startTcpProxy({ host: HOST, port: a.souk.port })
})
afterEach(async () => {
  closeSocketIo()
  await wire.close()
})

const onWire = () => ({ url: `http://${HOST}:${wire.port}` })
/** The buyer's phone, in the room by the wire. */
const phone = (options?: SocketIoOptions, room = deal.room) =>
  inRoom(onWire(), deal.buyer, room, options)

let messages = 0

/** The seller writes. @returns the message's number */
async function write(node: HttpClient = a, room = deal.room): Promise<number> {
  messages += 1
  const path = `/api/v1/chats/rooms/${room}/messages`
  const sent = await node.post(path, { content: `message ${messages}` }, deal.seller.token)
  expect(sent.status).toBe(201)
  return sent.body.id
}

/** Waits until it is known that all of the buyer's clients have received everything until now. */
const received = () =>
  vi.waitFor(async () => {
    const behind = await a.sql(
      `select from reader_positions, event_streams
        where user_id = ${deal.buyer.id} and is_open and positions ? name
          and (positions -> name)::bigint < head`,
    )
    expect(behind).toEqual([])
  }, 5000)

/** Waits until it is known that a client of the buyer's has gone. */
const knownToBeGone = () =>
  vi.waitFor(async () => {
    const gone = `select from reader_positions where user_id = ${deal.buyer.id} and not is_open`
    expect(await a.sql(gone)).not.toEqual([])
  }, 5000)

/** The numbers of the messages that a client hears next, up to one that is written now. */
const hears = async (client: SocketIoClient, node: HttpClient = a) =>
  messagesBefore(client, await write(node))

describe.each([['polling'], ['websocket']])('over %s', (transport) => {
  const transports = [transport]

  test('what was missed while the line was cut is heard once', async () => {
    const client = await phone({ transports })
    expect(await hears(client)).toEqual([])
    await received()
    wire.cut()
    await client.disconnected()
    const missed = [await write(), await write(b), await write()]
    wire.mend()
    await client.connected()
    expect(await hears(client)).toEqual(missed)
    expect(await hears(client)).toEqual([])
  })

  test('what was sent into a dead line too', async () => {
    const client = await phone({ transports })
    expect(await hears(client)).toEqual([])
    await received()
    wire.hush()
    const missed = [await write(), await write()]
    wire.cut()
    wire.mend()
    await client.connected()
    expect(await hears(client)).toEqual(missed)
  })

  test('on the other process, though the first has stopped, and again on a third', async () => {
    const node = () => startTestSouk({ ...OFF, DATABASE_URL: a.databaseUrl })
    const first = await node()
    wire.turn({ host: HOST, port: first.souk.port })
    const client = await phone({ transports })
    wire.turn({ host: HOST, port: b.souk.port })
    const gone = client.disconnected()
    const stopped = first.stop()
    await gone
    const missed = [await write(), await write()]
    await client.connected()
    expect(await hears(client, b)).toEqual(missed)
    await received()
    wire.turn({ host: HOST, port: a.souk.port })
    await client.cut()
    const more = await write()
    await client.connected()
    expect(await hears(client)).toEqual([more])
    await stopped
  })
})

test('a room that was left is not joined again', async () => {
  const client = await phone()
  await client.socket.emitWithAck('leave_room', { room_id: deal.room })
  await client.cut()
  await write()
  await client.connected()
  await write()
  expect(await heardUntilNow(client)).toEqual(['room_left', 'connected'])
})

test('whoever is away for longer than that begins anew', async () => {
  const client = await phone({ transports: ['websocket'] })
  wire.cut()
  await knownToBeGone()
  later = 151_000
  wire.mend()
  await client.connected()
  await write()
  expect(await heardUntilNow(client)).toEqual(['connected'])
})

test('whoever has logged out is in no room, though they come back at once under another session', async () => {
  let token = await a.logIn(deal.buyer.username, deal.buyer.password)
  const auth = (give: (auth: object) => void) => give({ token })
  const client = await inRoom(onWire(), { token }, deal.room, { auth })
  const gone = client.disconnected()
  await a.post('/auth/logout', {}, token)
  expect(await gone).toBe('io server disconnect')
  token = await a.logIn(deal.buyer.username, deal.buyer.password)
  client.socket.connect()
  await client.connected()
  await write()
  expect(await heardUntilNow(client)).toEqual(['connected'])
})

test('another’s name of a connection opens nothing', async () => {
  const stranger = await a.signUp(`mallory${Math.floor(Math.random() * 1e9)}`)
  const client = await phone()
  // biome-ignore lint/suspicious/noExplicitAny: what it keeps for itself, and shows when it comes back
  const pid = (client.socket as any)._pid
  expect(pid).toEqual(expect.any(String))
  client.socket.io.reconnection(false)
  await client.cut()
  const thief = await chatting(a, stranger, { auth: { token: stranger.token, pid } })
  await write()
  expect(await heardUntilNow(thief)).toEqual([])
})

describe('two tabs of a session', () => {
  let other: number
  beforeEach(async () => {
    const seller = userName(deal.seller)
    other = await openRoom(a, deal.buyer, { seller_id: seller })
    expect(other).not.toBe(deal.room)
  })

  test('are each back in their own room', async () => {
    const [one, two] = [await phone(), await phone({}, other)]
    await Promise.all([one.cut(), two.cut()])
    const [first, second] = [await write(a), await write(a, other)]
    await Promise.all([one.connected(), two.connected()])
    expect((await one.next())[0]).toBe('connected')
    expect((await two.next())[0]).toBe('connected')
    expect(await one.next()).toMatchObject(['message', { id: first, room_id: deal.room }])
    expect(await two.next()).toMatchObject(['message', { id: second, room_id: other }])
    expect(await heardUntilNow(one)).toEqual([])
    expect(await heardUntilNow(two)).toEqual([])
  })

  test('a third that is opened beside them is in neither', async () => {
    const [one, two] = [await phone(), await phone({}, other)]
    const third = await chatting(a, deal.buyer)
    const [first, second] = [await write(a), await write(a, other)]
    expect(await one.next()).toMatchObject(['message', { id: first }])
    expect(await two.next()).toMatchObject(['message', { id: second }])
    expect(await heardUntilNow(third)).toEqual([])
  })

  test('a page that was loaded anew is back in the room of the one before it, and of no other', async () => {
    const [one, two] = [await phone(), await phone({}, other)]
    one.socket.io.reconnection(false)
    await one.cut()
    await knownToBeGone()
    const missed = await write()
    const [again, third] = [await chatting(a, deal.buyer), await chatting(a, deal.buyer)]
    expect(await again.next()).toMatchObject(['message', { id: missed }])
    await write(a, other)
    expect((await two.next())[0]).toBe('message')
    expect(await heardUntilNow(again)).toEqual([])
    expect(await heardUntilNow(third)).toEqual([])
  })

  test('whoever has said good-bye leaves no room to who comes next', async () => {
    const client = await phone()
    client.socket.disconnect()
    await knownToBeGone()
    const next = await chatting(a, deal.buyer)
    await write()
    expect(await heardUntilNow(next)).toEqual([])
  })
})

test('nobody is in more rooms than can be remembered', async () => {
  const client = await chatting(a, deal.buyer)
  await a.sql(
    `with asked as (
       insert into requests (user_id, title, description, search, expires_at, created_at, updated_at)
       select ${deal.buyer.id}, 'Wanted', 'Something', '', now(), now(), now() from generate_series(1, 101)
       returning id)
     insert into rooms (buyer_id, seller_id, request_id, created_at)
     select ${deal.buyer.id}, ${deal.seller.id}, id, now() from asked`,
  )
  const rooms = await a.sql(
    `select id, open_conversation('room:' || id, array[buyer_id, seller_id]) from rooms
      where buyer_id = ${deal.buyer.id} and request_id is not null`,
  )
  for (const [n, row] of rooms.entries()) {
    const answer = await client.socket.emitWithAck('join_room', {
      room_id: Number((row as { id: string }).id),
    })
    expect([n, answer.success]).toEqual([n, n < 100])
  }
})
