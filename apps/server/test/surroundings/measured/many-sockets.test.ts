import { createClient, type SoukClient } from '@souk/client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ChatPerson, connectChat, newChatPerson } from '../../../src/testing/chat.ts'
import { freePort } from '../../../src/testing/program.ts'
import { chatting } from '../../../src/testing/room-socket.ts'
import {
  closeSockets,
  connectSocket,
  type SocketClient,
} from '../../../src/testing/socket-client.ts'
import { closeSocketIo, type SocketIoClient } from '../../../src/testing/socket-io-client.ts'
import {
  type CrashData,
  newCrashData,
  type SoukProcess,
  spawnSouk,
} from '../../../src/testing/souk-process.ts'

// Very many are connected, by every kind of socket, when Souk is told to stop.

/** Of each of five kinds. */
const EACH = 100
const PEOPLE = 60

let data: CrashData
let port: string
let souk: SoukProcess
beforeAll(async () => {
  data = await newCrashData()
  port = `${await freePort()}`
  souk = await spawnSouk(data.dir, { PORT: port })
})
afterEach(async () => {
  closeSocketIo()
  await closeSockets()
})
afterAll(() => data.remove())

test('it stops in time, tells all to come back, and nobody misses or hears anything twice', async () => {
  const people: ChatPerson[] = []
  for (let n = 0; n < PEOPLE; n += 1) people.push(await newChatPerson(souk.http, `person${n}`))
  const [writer, ...others] = people as [ChatPerson, ...ChatPerson[]]
  const trade = await souk.http.post('/trades', { asset: 'usdt', amount: '1' }, writer.token)
  const tradeId: number = trade.body.id
  const url = souk.http.url.replace('http', 'ws')
  const plain: SocketClient[] = []
  const socketIo: SocketIoClient[] = []
  const readers: { client: SoukClient; heard: number[] }[] = []
  for (let n = 0; n < EACH; n += 1) {
    const person = others[n % others.length] as ChatPerson
    plain.push(
      await connectSocket(`${url}/ws/trades?token=${person.token}`),
      await connectSocket(`${url}/ws/p2p/?token=${person.token}`),
      await connectChat(souk.http, person),
    )
    socketIo.push(await chatting(souk.http, person, { transports: ['websocket'] }))
    readers.push(await reader(person, tradeId))
  }

  // An honest load: messages to all readers, and looks at the market.
  const calm = { attempts: 100, minDelayMs: 100, maxDelayMs: 1000 }
  const alice = createClient({ url: souk.http.url, token: writer.token, retry: calm })
  const written: number[] = []
  const over = new AbortController()
  const writing = (async () => {
    while (!over.signal.aborted) {
      const { id } = await alice.trades.chat.send.mutate({ tradeId, message: 'on and on' })
      written.push(id)
    }
  })()
  const more = (many: number) => {
    const enough = written.length + many
    return expect.poll(() => written.length, { timeout: 60_000 }).toBeGreaterThan(enough)
  }
  await more(30)

  const codes = plain.map(({ closed }) => closed)
  const gone = socketIo.map((client) => client.disconnected())
  const start = performance.now()
  expect(await souk.end('SIGTERM')).toBe(0)
  // Supervisors kill after ten seconds.
  expect(performance.now() - start).toBeLessThan(10_000)
  expect(new Set(await Promise.all(codes))).toEqual(new Set([1012]))
  expect(new Set(await Promise.all(gone))).toEqual(new Set(['transport close']))

  souk = await spawnSouk(data.dir, { PORT: port })
  await Promise.all(socketIo.map((client) => client.connected()))
  await more(30)
  over.abort()
  await writing
  for (const { client, heard } of readers) {
    await expect.poll(() => heard.length, { timeout: 30_000 }).toBe(written.length)
    expect(heard).toEqual(written)
    await client.close()
  }
  expect(souk.output()).not.toContain('"level":50')
  await souk.end('SIGTERM')
}, 240_000)

async function reader({ token }: ChatPerson, tradeId: number) {
  const retry = { minDelayMs: 50, maxDelayMs: 500 }
  const client = createClient({ url: souk.http.url, token, retry })
  const heard: number[] = []
  await new Promise<void>((resolve) => {
    client.trades.chat.watch.subscribe(
      { tradeId },
      { onStarted: () => resolve(), onData: ({ data: { message } }) => heard.push(message.id) },
    )
  })
  return { client, heard }
}
