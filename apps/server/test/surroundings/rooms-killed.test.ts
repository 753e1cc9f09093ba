import { UNLIMITED } from '@souk/api'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import {
  chatting,
  inRoom,
  messagesBefore,
  type Negotiation,
  newNegotiation,
} from '../../src/testing/room-socket.ts'
import { closeSocketIo, type SocketIoClient } from '../../src/testing/socket-io-client.ts'
import {
  type CrashData,
  killLeftovers,
  newCrashData,
  type SoukProcess,
  spawnSouk,
} from '../../src/testing/souk-process.ts'
import { startTcpProxy, type TcpProxy } from '../../src/testing/tcp-proxy.ts'
import { startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

// A process is killed whose clients are in rooms: they are back in them on another, and miss nothing.

const HOST = '127.0.0.1'

let a: TestSouk
let b: TestSouk
let data: CrashData
let killed: SoukProcess
let wire: TcpProxy
let deal: Negotiation

beforeAll(async () => {
  a = await startTestSouk({}, { limiter: UNLIMITED })
  b = await startTestSouk({ DATABASE_URL: a.databaseUrl })
})
afterAll(async () => {
  killLeftovers()
  await b.stop()
  await a.stop()
})
beforeEach(async () => {
  deal = await newNegotiation(a)
  data = await newCrashData()
  const environment = { DATABASE_URL: a.databaseUrl, SECRET_KEY: TEST_SECRET }
  killed = await spawnSouk(data.dir, environment)
  wire = await startTcpProxy({ host: HOST, port: Number(new URL(killed.http.url).port) })
})
afterEach(async () => {
  closeSocketIo()
  await wire.close()
  await data.remove()
})

const onWire = () => ({ url: `http://${HOST}:${wire.port}` })
const elsewhere = () => wire.turn({ host: HOST, port: b.souk.port })
const path = (rest: string) => `/api/v1/chats/rooms/${deal.room}${rest}`

let messages = 0

/** The seller writes. @returns the message's number */
async function write(): Promise<number> {
  messages += 1
  const sent = await a.post(
    path('/messages'),
    { content: `message ${messages}` },
    deal.seller.token,
  )
  expect(sent.status).toBe(201)
  return sent.body.id
}

/** The numbers of the messages that a client hears next, up to one that is written now. */
const hears = async (client: SocketIoClient) => messagesBefore(client, await write())

test('its clients are back in their rooms, and do not hear what they have said themselves', async () => {
  const client = await inRoom(onWire(), deal.buyer, deal.room, { transports: ['websocket'] })
  const said = await client.socket.emitWithAck('message', { room_id: deal.room, message: 'Hi' })
  expect(said.success).toBe(true)
  expect((await client.next())[0]).toBe('message_sent')
  elsewhere()
  wire.hush()
  const missed = [await write()]
  await killed.end('SIGKILL')
  missed.push(await write())
  await client.connected()
  expect(await hears(client)).toEqual(missed)
})

test('a room that was joined the moment before is not forgotten', async () => {
  const client = await chatting(onWire(), deal.buyer, { transports: ['websocket'] })
  const joined = client.next()
  await client.socket.emitWithAck('join_room', { room_id: deal.room })
  const ended = killed.end('SIGKILL')
  elsewhere()
  expect((await joined)[0]).toBe('room_joined')
  await ended
  await client.connected()
  expect(await hears(client)).toEqual([])
})

/** Messages that each side writes by REST, and by its phone. */
const BY_REST = 475
const BY_PHONE = 25

/** Milliseconds after which it is surely known what a client has received. */
const REMEMBERED_WITHIN = 3000

test('of a thousand messages two phones and a page miss none, and show none twice', async () => {
  const { buyer, seller, room } = deal
  const web = { token: await a.logIn(buyer.username, buyer.password) }
  const desk = { token: await a.logIn(seller.username, seller.password) }
  const phone = await inRoom(onWire(), buyer, room, { transports: ['websocket'] })
  const other = await inRoom(b, seller, room)
  const [onPhone, onOther] = [shownBy(phone), shownBy(other)]

  let sent = 0
  const half = Promise.withResolvers<void>()
  const count = () => {
    sent += 1
    if (sent === BY_REST) half.resolve()
  }
  const byRest = async ({ token }: { token: string }) => {
    for (let n = 0; n < BY_REST; n += 1) {
      const { status } = await a.post(path('/messages'), { content: `rest ${n}` }, token)
      expect(status).toBe(201)
      count()
    }
  }
  /** As apps do: again under the same name, until it is acknowledged. */
  const byPhone = async ({ socket }: SocketIoClient, shown: Set<number>) => {
    for (let n = 0; n < BY_PHONE; n += 1) {
      const named = { room_id: room, message: `phone ${n}`, client_id: `phone-${n}` }
      const send = () => socket.timeout(2000).emitWithAck('message', named)
      const answer = await vi.waitFor(send, { timeout: 60_000, interval: 50 })
      expect(answer).toMatchObject({ success: true, client_id: named.client_id })
      shown.add(answer.message_id)
      count()
    }
  }
  const seenByPage = new Set<number>()
  let isOver = false
  const poll = async () => {
    while (!isOver) {
      const { body } = await a.get(path('/messages?per_page=100'), web.token)
      for (const { id } of body.messages) seenByPage.add(id)
    }
  }
  const polling = poll()
  const writing = [
    byRest(web),
    byRest(desk),
    byPhone(phone, onPhone.ids),
    byPhone(other, onOther.ids),
  ]
  await half.promise
  elsewhere()
  const blow = Date.now()
  await killed.end('SIGKILL')
  await Promise.all(writing)

  const rows = (await a.sql(
    `select id::int from messages where conversation = 'room:${room}' order by id`,
  )) as { id: number }[]
  const all = rows.map(({ id }) => id)
  expect(all).toHaveLength(2 * (BY_REST + BY_PHONE))
  for (const { ids } of [onPhone, onOther]) {
    await vi.waitFor(() => expect([...ids].sort((a, b) => a - b)).toEqual(all), 20_000)
  }
  // The one whose process was not killed has heard each once, and in order. What the other heard the moment before
  // the blow may have come twice, for twice a second it is written what has arrived; their numbers tell.
  expect(onOther.heard).toEqual([...new Set(onOther.heard)].sort((a, b) => a - b))
  for (const { at } of onPhone.repeated) expect(blow - at).toBeLessThan(REMEMBERED_WITHIN)
  isOver = true
  await polling
  expect([...seenByPage].sort((a, b) => a - b)).toEqual(all)

  const unread = async ({ token }: { token: string }) => {
    const { body } = await a.get('/api/v1/chats/rooms', token)
    return body.rooms[0].unread_count
  }
  expect([await unread(web), await unread(desk)]).toEqual([0, BY_REST + BY_PHONE])
})

/** What a phone shows: what it hears, by its number, and what it has sent itself. */
function shownBy({ socket }: SocketIoClient) {
  const [ids, heard] = [new Set<number>(), [] as number[]]
  /** When those that were heard again were heard first. */
  const repeated: { id: number; at: number }[] = []
  const first = new Map<number, number>()
  socket.on('message', ({ id }) => {
    ids.add(id)
    heard.push(id)
    const at = first.get(id)
    if (at === undefined) first.set(id, Date.now())
    else repeated.push({ id, at })
  })
  return { ids, heard, repeated }
}
