import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { HttpClient, TestUser } from '../../src/testing/http-client.ts'
import { shopClient } from '../../src/testing/shop.ts'
import {
  closeSocketIo,
  type SocketIoClient,
  type SocketIoOptions,
  socketIoClient,
} from '../../src/testing/socket-io-client.ts'
import { killLeftovers, newCrashData, spawnSouk } from '../../src/testing/souk-process.ts'
import { startTcpProxy, type TcpProxy } from '../../src/testing/tcp-proxy.ts'
import { startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

// Clients whose line was cut come back by themselves, and hear once what they missed: from whatever process,
// whatever became of the one that they were connected to.

const HOST = '127.0.0.1'

let a: TestSouk
let b: TestSouk
let later = 0
let wire: TcpProxy
let buyer: TestUser
let product: string

beforeAll(async () => {
  const clock = () => new Date(Date.now() + later)
  a = await startTestSouk({}, { clock })
  b = await startTestSouk({ DATABASE_URL: a.databaseUrl }, { clock })
  const shop = shopClient(a)
  const seller = await a.signUp('jude')
  await shop.newSeller(seller)
  product = await shop.newProduct(seller, { stockQuantity: 10_000 })
})
afterAll(async () => {
  killLeftovers()
  await b.stop()
  await a.stop()
})
beforeEach(async () => {
  later = 0
  buyer = await a.signUp(`buyer${Math.floor(Math.random() * 1e9)}`)
  wire = await startTcpProxy({ host: HOST, port: a.souk.port })
})
afterEach(async () => {
  closeSocketIo()
  await wire.close()
})

function connect(options: SocketIoOptions = {}): SocketIoClient {
  const auth = { accessToken: buyer.token }
  return socketIoClient(`http://${HOST}:${wire.port}`, { auth, ...options })
}

async function connected(options?: SocketIoOptions): Promise<SocketIoClient> {
  const client = connect(options)
  await client.connected()
  return client
}

/** Lets something happen that the buyer hears once. @returns the order's id */
const happen = (node: HttpClient = a) => shopClient(node).newOrder(buyer, product)

async function happenMany(many: number, node: HttpClient = a): Promise<string[]> {
  const orders: string[] = []
  for (let n = 0; n < many; n += 1) orders.push(await happen(node))
  return orders
}

/** Waits until it is known that all of the buyer's clients have received everything until now. */
const received = () =>
  vi.waitFor(async () => {
    const behind = await a.sql(
      `select from reader_positions, event_streams
        where user_id = ${buyer.id} and is_open and name = 'user:${buyer.id}'
          and (positions -> name)::bigint < head`,
    )
    expect(behind).toEqual([])
  }, 5000)

/** Waits until it is known that a client has received everything until now: else it may hear it again elsewhere. */
const receivedBy = ({ socket }: SocketIoClient) =>
  vi.waitFor(async () => {
    const known = await a.sql(
      `select from reader_positions, event_streams
        where id = '${Reflect.get(socket, '_pid')}' and name = 'user:${buyer.id}'
          and (positions -> name)::bigint = head`,
    )
    expect(known).toHaveLength(1)
  }, 10_000)

/** What a client hears next is these, each once, and nothing else before what happens now. */
async function hears(client: SocketIoClient, orders: readonly string[], node: HttpClient = a) {
  const last = await happen(node)
  for (const order of [...orders, last]) {
    expect(await client.next()).toEqual([
      'order:updated',
      { orderId: order, status: 'PENDING', message: 'The order has been placed' },
    ])
  }
}

const TRANSPORTS = [['polling'], ['websocket'], ['polling', 'websocket']]

describe.each(TRANSPORTS.map((transports) => ({ name: transports.join(', then '), transports })))(
  'over $name',
  ({ transports }) => {
    test('what was missed while the line was cut is heard once', async () => {
      const client = await connected({ transports })
      await hears(client, [])
      await received()
      wire.cut()
      await client.disconnected()
      const missed = await happenMany(3)
      wire.mend()
      await client.connected()
      await hears(client, missed)
    })

    test('what was sent into a dead line too', async () => {
      const client = await connected({ transports })
      await hears(client, [])
      await received()
      wire.hush()
      const missed = await happenMany(3)
      wire.cut()
      wire.mend()
      await client.connected()
      await hears(client, missed)
    })

    test('on the other process, though the first has stopped', async () => {
      const first = await startTestSouk({ DATABASE_URL: a.databaseUrl })
      wire.turn({ host: HOST, port: first.souk.port })
      const client = await connected({ transports })
      await hears(client, [])
      await received()
      wire.turn({ host: HOST, port: b.souk.port })
      const gone = client.disconnected()
      const stopped = first.stop()
      expect(['transport close', 'transport error']).toContain(await gone)
      const missed = await happenMany(2)
      await client.connected()
      await hears(client, missed, b)
      await stopped
    })
  },
)

test.each(TRANSPORTS)(
  'over %s, again and again, with nothing lost and nothing twice',
  async (...transports) => {
    const client = await connected({ transports: transports.filter(Boolean) })
    const heard: string[] = []
    client.socket.on('order:updated', ({ orderId }) => heard.push(orderId))
    const orders: string[] = []
    for (let n = 0; n < 8; n += 1) {
      orders.push(...(await happenMany(3)))
      await vi.waitFor(() => expect(heard).toEqual(orders), { timeout: 10_000, interval: 2 })
      await receivedBy(client)
      await client.cut()
      // Not before: what a client that polls says next would go to a process that does not know it.
      wire.turn({ host: HOST, port: (n % 2 ? a : b).souk.port })
      orders.push(...(await happenMany(2, b)))
      await client.connected()
    }
    await vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(orders.length), 10_000)
    expect(heard).toEqual(orders)
  },
)

test('two tabs of a session each go on from where they were themselves', async () => {
  const [one, two] = [await connected(), await connected()]
  await one.cut()
  const missed = await happenMany(2)
  for (const order of missed)
    expect(await two.next()).toMatchObject(['order:updated', { orderId: order }])
  await received()
  await two.cut()
  missed.push(await happen())
  await Promise.all([one.connected(), two.connected()])
  await hears(one, missed)
  expect(await two.next()).toMatchObject(['order:updated', { orderId: missed[2] }])
})

test('a page that was loaded anew goes on for the one before it, and the next begins anew', async () => {
  const before = await connected()
  await hears(before, [])
  await received()
  before.socket.io.reconnection(false)
  await before.cut()
  const missed = await happenMany(2)
  const [after, other] = [await connected(), await connected()]
  await hears(after, missed)
  expect((await other.next())[1].orderId).not.toBe(missed[0])
})

test('whoever has left begins anew, and so does another session', async () => {
  const before = await connected()
  before.socket.disconnect()
  const lost = await connected()
  lost.socket.io.reconnection(false)
  await lost.cut()
  await happen()
  const other = await a.logIn(buyer.username, buyer.password)
  const elsewhere = await connected({ auth: { accessToken: other } })
  await hears(elsewhere, [])
})

test('whoever was away for more than two and a half minutes begins anew', async () => {
  const client = await connected({ transports: ['websocket'] })
  wire.cut()
  await happen()
  await vi.waitFor(async () => {
    const open = `select from reader_positions where user_id = ${buyer.id} and is_open`
    expect(await a.sql(open)).toEqual([])
  })
  later = 151_000
  wire.mend()
  await client.connected()
  await hears(client, [])
})

test('a process is killed: its clients hear on the other what they missed', async () => {
  const data = await newCrashData()
  const killed = await spawnSouk(data.dir, {
    DATABASE_URL: a.databaseUrl,
    SECRET_KEY: TEST_SECRET,
  })
  try {
    wire.turn({ host: HOST, port: Number(new URL(killed.http.url).port) })
    const clients = [
      await connected({ transports: ['polling'] }),
      await connected({ transports: ['websocket'] }),
    ]
    const heard = await happenMany(2)
    for (const client of clients) {
      for (const order of heard) expect((await client.next())[1].orderId).toBe(order)
    }
    await received()
    wire.turn({ host: HOST, port: b.souk.port })
    wire.hush()
    const missed = [await happen()]
    await killed.end('SIGKILL')
    missed.push(...(await happenMany(2)))
    await Promise.all(clients.map((client) => client.connected()))
    missed.push(await happen(b))
    for (const client of clients) {
      for (const order of missed) expect((await client.next())[1].orderId).toBe(order)
    }
  } finally {
    await data.remove()
  }
})
