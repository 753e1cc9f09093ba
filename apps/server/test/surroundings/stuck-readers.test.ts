import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  type ChatPerson,
  chatMessage,
  connectChat,
  newChatPerson,
  nextOf,
} from '../../src/testing/chat.ts'
import { newNegotiation } from '../../src/testing/room-socket.ts'
import { closeSockets } from '../../src/testing/socket-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Sockets that take nothing of what they are sent, as many as somebody may have.

const MIB = 1024 * 1024
const STUCK = 10

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({ RATE_LIMIT_CHAT: 'off', RATE_LIMIT_AUTHENTICATED: 'off' })
  setFlagsFromString('--expose-gc')
})
afterEach(closeSockets)
afterAll(() => souk.stop())

const collectGarbage: () => void = () => runInNewContext('gc')()

/** What this process holds, of its own and in buffers, once what nobody needs is gone. */
function held(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

test('a socket that takes nothing holds no more than three MiB until it is cut off', async () => {
  const reader = await newChatPerson(souk, 'reader')
  const stuck = await Promise.all(Array.from({ length: STUCK }, () => connectChat(souk, reader)))
  for (const { socket } of stuck) socket.pause()
  const open = souk.souk.sockets()
  const writers = await Promise.all([1, 2, 3, 4].map((n) => newChatPerson(souk, `writer${n}`)))
  const before = held()
  let most = before
  const longest = '\u{1F600}'.repeat(4000)
  const areOpen = () => souk.souk.sockets() > open - STUCK + writers.length

  async function write(writer: ChatPerson): Promise<void> {
    const socket = await connectChat(souk, writer)
    for (let sent = 0; sent < 290 && areOpen(); sent += 1) {
      socket.send(chatMessage(reader, longest))
      await nextOf(socket, 'conf_message')
      if (sent % 25 === 24) most = Math.max(most, held())
    }
  }
  await Promise.all(writers.map(write))
  expect(areOpen()).toBe(false)
  const each = (most - before) / STUCK / MIB
  expect(each).toBeLessThan(3)
  for (const { socket } of stuck) socket.terminate()
})

test('a socket of rooms that takes nothing is not answered without end', async () => {
  const { buyer, room } = await newNegotiation(souk)
  const data = { message_data: { pad: 'x'.repeat(60_000) } }
  for (let sent = 0; sent < 20; sent += 1) {
    const said = { content: 'large', ...data }
    await souk.post(`/api/v1/chats/rooms/${room}/messages`, said, buyer.token)
  }
  const stuck = await Promise.all(
    Array.from({ length: STUCK }, async () => {
      const socket = new WebSocket(
        `${souk.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
      )
      await once(socket, 'message')
      socket.send(`40/chat,${JSON.stringify({ token: buyer.token })}`)
      await once(socket, 'message')
      socket.pause()
      return socket
    }),
  )
  const before = held()
  for (const socket of stuck) {
    for (let asked = 0; asked < 100; asked += 1) {
      socket.send(`42/chat,["join_room",{"room_id":${room}}]`)
    }
  }
  const asks = () => souk.get(`/api/v1/chats/rooms/${room}/messages?per_page=1`, buyer.token)
  for (let looked = 0; looked < 100; looked += 1) expect((await asks()).status).toBe(200)
  expect((held() - before) / STUCK / MIB).toBeLessThan(3)
  for (const socket of stuck) socket.terminate()
})
