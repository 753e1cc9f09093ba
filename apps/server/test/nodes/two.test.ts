import { connect } from 'node:net'
import { createClient } from '@souk/client'
import { pino } from 'pino'
import { createClient as createRedis } from 'redis'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { killable } from '../../src/testing/killable.ts'
import { connectSocket, type SocketClient } from '../../src/testing/socket-client.ts'
import { closeSocketIo, socketIoClient } from '../../src/testing/socket-io-client.ts'
import { startTcpProxy, type TcpProxy } from '../../src/testing/tcp-proxy.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const QUICK = { minDelayMs: 5, maxDelayMs: 50 }
const REDIS = { host: '127.0.0.1', port: 6379 }
const hasRedis = await isListening(REDIS)

interface Pair {
  readonly a: TestSouk
  readonly b: TestSouk
  readonly alice: TestUser
  readonly bob: TestUser
}

async function startPair(environment: Record<string, string> = {}): Promise<Pair> {
  const a = await startTestSouk(environment)
  const b = await startTestSouk({ ...environment, DATABASE_URL: a.databaseUrl })
  return { a, b, alice: await a.signUp('alice'), bob: await b.signUp('bob') }
}

async function stopPair({ a, b }: Pair): Promise<void> {
  await b.stop()
  await a.stop()
}

async function newTrade({ a, alice }: Pair): Promise<number> {
  return (await a.post('/trades', { asset: 'usdt', amount: '1' }, alice.token)).body.id
}

async function joined(souk: TestSouk, user: TestUser, trade: number): Promise<SocketClient> {
  const client = await connectSocket(`${souk.chatUrl}/?token=${user.token}`)
  expect(await client.ask({ action: 'join', trade_id: trade })).toMatchObject({ action: 'joined' })
  return client
}

async function saidOnAHeardOnB(pair: Pair): Promise<number> {
  const trade = await newTrade(pair)
  const hearer = await joined(pair.b, pair.bob, trade)
  const start = performance.now()
  const path = `/trades/${trade}/messages`
  const sent = await pair.a.post(path, { message: 'hello over there' }, pair.alice.token)
  expect(await hearer.next()).toMatchObject({ message_id: sent.body.id, sender_name: 'alice' })
  hearer.close()
  return performance.now() - start
}

describe('two processes on one database, without Redis', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(() => stopPair(pair))

  test('a message sent through one is heard on a socket of the other within seconds', async () => {
    expect(await saidOnAHeardOnB(pair)).toBeLessThan(5000)
  })

  test('a trade taken through one puts outsiders out of the room on the other', async () => {
    const trade = await newTrade(pair)
    const carol = await pair.a.signUp('carol')
    const outsider = await joined(pair.b, carol, trade)
    await pair.a.post(`/trades/${trade}/buy`, {}, pair.bob.token)
    await pair.a.post(`/trades/${trade}/messages`, { message: 'private' }, pair.bob.token)
    expect(await outsider.next()).toEqual({ action: 'left', trade_id: trade })
    outsider.close()
  })

  test('logging out on one closes the socket on the other', async () => {
    const dave = await pair.a.signUp('dave')
    const client = await joined(pair.b, dave, await newTrade(pair))
    await pair.a.post('/auth/logout', {}, dave.token)
    expect(await client.closed).toBe(4401)
  })

  test('the SDK on one hears all that is written through both, though its sockets are killed', async () => {
    const { WebSocket, kill } = killable()
    const { a, b, alice } = pair
    const clientOf = (souk: TestSouk) => createClient({ url: souk.url, token: alice.token })
    const trade = await newTrade(pair)
    const reader = createClient({ url: b.url, token: alice.token, WebSocket, retry: QUICK })
    const heard: number[] = []
    const started = Promise.withResolvers<void>()
    reader.trades.chat.watch.subscribe(
      { tradeId: trade },
      { onStarted: () => started.resolve(), onData: ({ data }) => heard.push(data.message.id) },
    )
    await started.promise
    const write = async (souk: TestSouk) => {
      const writer = clientOf(souk)
      const ids: number[] = []
      for (let n = 0; n < 30; n += 1) {
        ids.push((await writer.trades.chat.send.mutate({ tradeId: trade, message: `${n}` })).id)
      }
      return ids
    }
    const killing = setInterval(kill, 30)
    const written = (await Promise.all([write(a), write(b)])).flat()
    clearInterval(killing)
    await vi.waitFor(() => expect(heard).toHaveLength(60), { timeout: 10_000, interval: 20 })
    expect(heard).toEqual(written.sort((x, y) => x - y))
    await reader.close()
  })

  test('of buyers racing on both, exactly one wins', async () => {
    const trade = await newTrade(pair)
    const buyers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => pair.a.signUp(`buyer${n}`)),
    )
    const answers = await Promise.all(
      buyers.map(({ token }, n) =>
        (n % 2 ? pair.a : pair.b).post(`/trades/${trade}/buy`, {}, token),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
  })
})

describe.skipIf(!hasRedis)('two processes with Redis between them', () => {
  let pair: Pair
  let wire: TcpProxy
  const stateOf = async (node: TestSouk) => (await node.get('/health/ready')).body.status
  const bothAre = (state: string) => async () => {
    expect([await stateOf(pair.a), await stateOf(pair.b)]).toEqual([state, state])
  }
  beforeAll(async () => {
    wire = await startTcpProxy(REDIS)
    pair = await startPair({
      REDIS_URL: `redis://127.0.0.1:${wire.port}`,
      RATE_LIMIT_ANONYMOUS: '1000',
      RATE_LIMIT_AUTHENTICATED: '1000',
    })
    await vi.waitFor(bothAre('ok'), 5000)
  })
  afterAll(async () => {
    await stopPair(pair)
    await wire.close()
  })

  test('a message crosses at once', async () => {
    expect(await saidOnAHeardOnB(pair)).toBeLessThan(1000)
  })

  test('so does what Socket.IO tells', async () => {
    const { a, b, alice } = pair
    const client = socketIoClient(b.url, { auth: { accessToken: alice.token } })
    await client.connected()
    const start = performance.now()
    const question = { subject: 'Help', content: 'It is lost', category: 'Other' }
    const other = await a.logIn(alice.username, alice.password)
    const { body } = await a.post('/api/support', question, other)
    expect(await client.next()).toMatchObject(['support:new_message', { ticketId: body.data.id }])
    expect(performance.now() - start).toBeLessThan(1000)
    closeSocketIo()
  })

  test('requests are counted for both together', async () => {
    const left = async (node: TestSouk) =>
      Number((await node.get('/trades', pair.bob.token)).headers.get('x-ratelimit-remaining'))
    const before = await left(pair.a)
    expect(await left(pair.b)).toBe(before - 1)
    expect(await left(pair.a)).toBe(before - 2)
  })

  test('typing crosses, and messages are counted for both together', async () => {
    const { a, b, alice, bob } = pair
    const listening = await connectSocket(
      `${b.url.replace('http', 'ws')}/ws/chat/room/?token=${bob.token}`,
    )
    const send = (node: TestSouk) =>
      node.post(`/chat/messages/${bob.id}/`, { message: 'hello' }, alice.token)
    const left = async (node: TestSouk) =>
      Number((await send(node)).headers.get('x-ratelimit-remaining'))
    const before = await left(a)
    expect(before).toBeLessThan(300)
    expect(await left(b)).toBe(before - 1)
    for (const _ of [1, 2]) {
      expect(await listening.next()).toMatchObject({ action: 're_message' })
    }
    await a.post(`/chat/messages/${bob.id}/typing/`, {}, alice.token)
    expect(await listening.next()).toMatchObject({ action: 'typing' })
    listening.close()
  })

  test('while Redis is away everything works, readiness says degraded, and it comes back', async () => {
    wire.cut()
    await vi.waitFor(bothAre('degraded'), 5000)
    expect(await saidOnAHeardOnB(pair)).toBeLessThan(6000)
    const { headers } = await pair.a.get('/trades')
    expect(headers.get('x-ratelimit-limit')).toBe('1000') // counted here alone meanwhile
    wire.mend()
    await vi.waitFor(bothAre('ok'), { timeout: 10_000, interval: 100 })
    expect(await saidOnAHeardOnB(pair)).toBeLessThan(1500)
  })
})

test.skipIf(!hasRedis).each([
  ['listen', '-subscribe'],
  ['speak', '-publish'],
  ['use our channel', 'resetchannels'],
])('a user of Redis who may not %s leaves us degraded, and ready', async (_, restriction) => {
  const name = `souk-test-${crypto.randomUUID()}`
  const admin = createRedis({ url: `redis://${REDIS.host}:${REDIS.port}` })
  await admin.connect()
  await admin.sendCommand([
    'ACL',
    'SETUSER',
    name,
    'on',
    '>secret',
    '~*',
    '&*',
    '+@all',
    restriction,
  ])
  const REDIS_URL = `redis://${name}:secret@${REDIS.host}:${REDIS.port}`
  const node = await startTestSouk({ REDIS_URL }, {}, pino({ level: 'silent' }))
  try {
    await new Promise((resolve) => setImmediate(resolve))
    const { status, body } = await node.get('/health/ready')
    expect([status, body.status]).toEqual([200, 'degraded'])
  } finally {
    await node.stop()
    await admin.sendCommand(['ACL', 'DELUSER', name])
    admin.destroy()
  }
})

function isListening(target: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(target.port, target.host, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
