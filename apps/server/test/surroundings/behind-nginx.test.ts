import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request as send } from 'node:https'
import { createClient, type SoukClient } from '@souk/client'
import { createTestDatabase, type TestDatabase } from '@souk/database/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { chatMessage, connectChat, newChatPerson, nextOf } from '../../src/testing/chat.ts'
import { pdfOf, sendFile } from '../../src/testing/files.ts'
import { createHttpClient, type HttpClient, type TestUser } from '../../src/testing/http-client.ts'
import { hasNginx, type Nginx, startNginx } from '../../src/testing/nginx.ts'
import { freePort } from '../../src/testing/program.ts'
import { inRoom, newNegotiation } from '../../src/testing/room-socket.ts'
import { closeSockets, connectSocket } from '../../src/testing/socket-client.ts'
import { closeSocketIo } from '../../src/testing/socket-io-client.ts'
import {
  type CrashData,
  newCrashData,
  type SoukProcess,
  spawnSouk,
} from '../../src/testing/souk-process.ts'
import { startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

// nginx as the guide to operating has it, before two processes.

const METRICS_TOKEN = 'a token for the measurements'
const MIB = 1024 * 1024

/** Each is of another network, so that nginx leads them to different processes. */
const NETWORKS = ['127.0.1.1', '127.0.2.1', '127.0.3.1', '127.0.4.1', '127.0.5.1', '127.0.6.1']

/** An answer to a client at an address of its own. */
async function ask(url: string, localAddress: string, headers: Record<string, string> = {}) {
  const sent = send(url, { localAddress, headers }).end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  return answer
}

describe.skipIf(!hasNginx())('behind nginx (skipped where there is none)', () => {
  describe('two processes', () => {
    let database: TestDatabase
    let data: CrashData
    let ports: [number, number]
    let nodes: [SoukProcess, SoukProcess]
    let nginx: Nginx
    let souk: HttpClient
    beforeAll(async () => {
      database = await createTestDatabase()
      data = await newCrashData()
      ports = [await freePort(), await freePort()]
      nodes = [await start(ports[0]), await start(ports[1])]
      nginx = await startNginx([`127.0.0.1:${ports[0]}`, `127.0.0.1:${ports[1]}`])
      souk = createHttpClient(nginx.url)
    })
    afterEach(async () => {
      closeSocketIo()
      await closeSockets()
    })
    afterAll(async () => {
      await nginx?.stop()
      await data?.remove()
      await database?.drop()
    })

    const start = (port: number) =>
      spawnSouk(data.dir, {
        DATABASE_URL: database.url,
        SECRET_KEY: TEST_SECRET,
        PORT: `${port}`,
        TRUST_PROXY: '1',
        METRICS_TOKEN,
      })

    async function socketsOf({ http }: SoukProcess): Promise<number> {
      const { body } = await http.get('/metrics', METRICS_TOKEN)
      return Number(/^souk_sockets (\d+)$/m.exec(body)?.[1])
    }

    test('a browser is told to send its cookie over HTTPS alone, and where files are', async () => {
      const alice = await newChatPerson(souk, 'anna')
      const bob = await newChatPerson(souk, 'ben')
      const credentials = { email: 'anna@example.com', password: 'a long secret 1' }
      const login = await souk.post('/auth/login', credentials)
      expect(login.headers.get('set-cookie')).toMatch(/^session=.*; Secure/)
      const { body } = await sendFile(souk.url, { content: pdfOf(300) }, alice)
      const { id } = body.entity
      const url = `${souk.url}/chat/attachments/${id}/`
      const socket = await connectChat(souk, bob)
      const sent = await souk.request('POST', `/chat/messages/${bob.uuid}/`, {
        token: alice.token,
        body: { message: 'here it is', attachment_id: id },
        // A client's own word on where Souk is counts for nothing.
        headers: { 'x-forwarded-host': 'evil.example' },
      })
      expect(sent.body.entity.attached_file).toBe(url)
      expect((await nextOf(socket, 're_message')).attached_file).toBe(url)
    })

    test('the largest file passes, and Souk itself refuses a larger one', async () => {
      const { token } = await newChatPerson(souk, 'carl')
      const full = await sendFile(souk.url, { content: pdfOf(10 * MIB) }, { token })
      expect(full.status).toBe(201)
      const more = await sendFile(souk.url, { content: pdfOf(10 * MIB + 1) }, { token })
      expect([more.status, more.body.status]).toEqual([413, 'failure'])
    })

    test('sockets of all kinds pass, to both processes', async () => {
      const [dora, emil] = [await newChatPerson(souk, 'dora'), await newChatPerson(souk, 'emil')]
      const before = await Promise.all(nodes.map(socketsOf))
      const url = `${souk.url.replace('http', 'ws')}/ws/chat/room/?token=`
      const sockets = await Promise.all(
        NETWORKS.map((localAddress) => connectSocket(url + dora.token, { localAddress })),
      )
      const [one, other] = await Promise.all(nodes.map(socketsOf))
      expect(one).toBeGreaterThan(before[0] ?? 0)
      expect(other).toBeGreaterThan(before[1] ?? 0)
      const writer = await connectChat(souk, emil)
      writer.send(chatMessage(dora, 'to all'))
      for (const socket of sockets) {
        expect(await nextOf(socket, 're_message')).toMatchObject({ message_body: 'to all' })
      }
    })

    test('Socket.IO passes, by polling, by WebSocket, and from the one to the other', async () => {
      const { buyer, seller, room } = await newNegotiation(souk)
      for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
        const client = await inRoom(souk, buyer, room, { transports })
        await souk.post(`/api/v1/chats/rooms/${room}/messages`, { content: 'Hi' }, seller.token)
        const [event, said] = await client.next()
        expect([transports, event, said.content]).toEqual([transports, 'message', 'Hi'])
      }
    })

    test('of what is written while one is killed and the other stopped, nothing is lost or doubled', async () => {
      const [alice, bob] = [await souk.signUp('alice'), await souk.signUp('bob')]
      const trade = await souk.post('/trades', { asset: 'usdt', amount: '1' }, alice.token)
      const tradeId: number = trade.body.id
      await souk.post(`/trades/${tradeId}/buy`, {}, bob.token)
      const readers = NETWORKS.map((network) => reader(tradeId, bob, network))
      await Promise.all(readers.map(({ started }) => started))
      const patient = { attempts: 12, minDelayMs: 100, maxDelayMs: 1000 }
      const writers = Array.from({ length: 4 }, () =>
        createClient({ url: souk.url, token: alice.token, retry: patient }),
      )
      const written: number[] = []
      const over = new AbortController()
      const writing = Promise.all(writers.map((writer) => write(writer, tradeId, written, over)))
      const more = (many: number) => {
        const enough = written.length + many
        return expect.poll(() => written.length, { timeout: 60_000 }).toBeGreaterThan(enough)
      }
      await more(30)
      await nodes[0].end('SIGKILL')
      await more(30)
      nodes[0] = await start(ports[0])
      await more(30)
      expect(await nodes[1].end('SIGTERM')).toBe(0)
      await more(30)
      nodes[1] = await start(ports[1])
      await more(30)
      over.abort()
      await writing

      const stored = await souk.get(`/trades/${tradeId}/messages?per_page=100`, bob.token)
      expect(stored.headers.get('x-total-count')).toBe(`${written.length}`)
      const all = written.sort((a, b) => a - b)
      for (const { heard, client } of readers) {
        await expect.poll(() => heard.length, { timeout: 30_000 }).toBe(all.length)
        expect(heard).toEqual(all)
        await client.close()
      }
    }, 180_000)

    async function write(
      writer: SoukClient,
      tradeId: number,
      written: number[],
      { signal }: AbortController,
    ): Promise<void> {
      while (!signal.aborted) {
        const { id } = await writer.trades.chat.send.mutate({ tradeId, message: 'on and on' })
        written.push(id)
      }
    }

    /** The SDK's, from an address of its own. */
    function reader(tradeId: number, { token }: TestUser, localAddress: string) {
      class FromThere extends WebSocket {
        constructor(url: string) {
          super(url, { localAddress })
        }
      }
      const retry = { minDelayMs: 20, maxDelayMs: 200 }
      const client = createClient({ url: souk.url, token, WebSocket: FromThere, retry })
      const heard: number[] = []
      const started = new Promise<void>((resolve) => {
        client.trades.chat.watch.subscribe(
          { tradeId },
          { onStarted: () => resolve(), onData: ({ data }) => heard.push(data.message.id) },
        )
      })
      return { client, heard, started }
    }
  })

  describe('quotas', () => {
    let souk: TestSouk
    let nginx: Nginx
    beforeAll(async () => {
      souk = await startTestSouk({
        TRUST_PROXY: '1',
        RATE_LIMIT_ANONYMOUS: '5',
        CONNECTIONS_PER_ADDRESS: '3',
      })
      const node = `127.0.0.1:${souk.souk.port}`
      nginx = await startNginx([node, node])
    })
    afterAll(async () => {
      await nginx?.stop()
      await souk?.stop()
    })

    test('every address has its own, whatever a client says that it is', async () => {
      const statuses: (number | undefined)[] = []
      for (let n = 0; n < 7; n += 1) {
        const claimed = { 'x-forwarded-for': `10.9.8.${n}` }
        statuses.push((await ask(`${nginx.url}/trades`, '127.0.9.1', claimed)).statusCode)
      }
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
      expect((await ask(`${nginx.url}/trades`, '127.0.9.2')).statusCode).toBe(200)
    })

    test('so many sockets an address, and not of all together', async () => {
      const url = `${nginx.url.replace('http', 'ws')}/ws/trades`
      const from = (localAddress: string) => connectSocket(url, { localAddress })
      for (let n = 0; n < 3; n += 1) await from('127.0.7.1')
      await expect(from('127.0.7.1')).rejects.toThrow('refused with 429')
      await from('127.0.8.1')
      await closeSockets()
    })
  })
})
