import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { createPlaces } from '@souk/realtime'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createHttpServer } from './http/server.ts'
import { createMetrics } from './metrics.ts'
import {
  MAX_UNREAD,
  MAX_UNREAD_TIME,
  type OpenConnections,
  trackConnections,
} from './open-connections.ts'

let server: Server | undefined
let open: OpenConnections | undefined
afterEach(() => {
  open?.stop()
  server?.closeAllConnections()
  server?.close()
})

const LARGE = Buffer.alloc(64e6)

const watch = {
  observations: new WeakMap(),
  log: pino({ level: 'silent' }),
  metrics: createMetrics({ sockets: () => 0, pool: () => ({ total: 0, idle: 0, waiting: 0 }) }),
  mayLogRefusal: () => false,
  count: () => {},
}

/** A server whose clock is moved by hand. */
async function start(most = 10) {
  let time = 0
  const places = createPlaces<string>(most)
  const refused: string[] = []
  open = trackConnections({
    admit: ({ remoteAddress = '' }) => places.take(remoteAddress),
    onRefused: ({ remoteAddress = '' }) => refused.push(remoteAddress),
    now: () => time,
  })
  server = createHttpServer((_, response) => response.end(LARGE), watch)
  const { sockets } = open.track(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const dial = (localAddress = '127.0.0.1') =>
    connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {})
  const pass = (milliseconds: number) => {
    time += milliseconds
    open?.sweep()
  }
  return { sockets, refused, dial, pass }
}

const REQUEST = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

test('an answer that is left unread is given up within two minutes', async () => {
  const { sockets, dial, pass } = await start()
  const client = dial().pause()
  client.write(REQUEST)
  await expect.poll(() => [...sockets.keys()][0]?.writableLength).toBeGreaterThan(0)
  pass(0)
  pass(MAX_UNREAD_TIME - 1)
  expect(sockets.size).toBe(1)
  pass(1)
  await expect.poll(() => sockets.size).toBe(0)
  expect(MAX_UNREAD_TIME).toBeLessThan(115_000)
})

test('one address leaves so many bytes unread and no more, and others are not asked to pay for it', async () => {
  const { sockets, dial } = await start()
  const held = () =>
    [...sockets.keys()].map(({ remoteAddress, writableLength }) => {
      return [remoteAddress, writableLength > 0] as const
    })
  const ask = async (from?: string) => {
    dial(from).pause().write(REQUEST)
    await expect.poll(() => held().at(-1)?.[1]).toBe(true)
  }
  await ask('127.0.0.2')
  for (let n = 0; n < 5; n += 1) await ask()
  await expect.poll(() => held().map(([address]) => address)).toEqual(['127.0.0.2', '127.0.0.1'])
  const unread = [...sockets.keys()].reduce((sum, { writableLength }) => sum + writableLength, 0)
  expect(unread).toBeLessThan(2 * MAX_UNREAD)
})

test('so is one of which a little is read now and then', async () => {
  const { sockets, dial, pass } = await start()
  const client = dial().pause()
  client.write(REQUEST)
  await once(client, 'readable')
  pass(0)
  for (let n = 0; n < 9; n += 1) {
    client.read(1000)
    pass(MAX_UNREAD_TIME / 9)
  }
  await expect.poll(() => sockets.size).toBe(0)
})

test('who reads, and who waits with nothing to read, is left alone', async () => {
  const { sockets, dial, pass } = await start()
  const [reader, waiter] = [dial(), dial()]
  let read = 0
  reader.on('data', (chunk) => {
    read += chunk.length
  })
  for (let n = 0; n < 3; n += 1) {
    read = 0
    reader.write(REQUEST)
    await expect.poll(() => read).toBeGreaterThan(LARGE.length)
    pass(MAX_UNREAD_TIME)
  }
  expect(sockets.size).toBe(2)
  waiter.destroy()
  reader.destroy()
})

test('a connection more than an address may have is let go, and its place is free again later', async () => {
  const { sockets, refused, dial } = await start(2)
  const first = dial()
  await once(dial(), 'connect')
  await once(dial(), 'close')
  expect(refused).toEqual(['127.0.0.1'])
  first.destroy()
  await expect.poll(() => sockets.size).toBe(1)
  const again = dial()
  await once(again, 'connect')
  await expect.poll(() => sockets.size).toBe(2)
})
