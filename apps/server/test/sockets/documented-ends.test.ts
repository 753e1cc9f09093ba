import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { onServer } from '@souk/database/testing'
import { soukAsyncApi } from '@souk/realtime'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { malformed } from '../../src/testing/malformed.ts'
import { closeSockets, connectSocket } from '../../src/testing/socket-client.ts'
import {
  closeSocketIo,
  type SocketIoOptions,
  socketIoClient,
} from '../../src/testing/socket-io-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Each way in that the AsyncAPI document names, and each end: close codes, refusals, limits. What it names
// and is not reached here fails.

const document = soukAsyncApi()
const LIMITS = { RATE_LIMIT_ANONYMOUS: '300', RATE_LIMIT_AUTHENTICATED: '300' }

const silent = pino({ level: 'silent' })

let souk: TestSouk
let user: TestUser
beforeAll(async () => {
  souk = await startTestSouk(LIMITS)
  user = await souk.signUp('amara')
})
afterAll(() => souk.stop())
afterEach(closeSockets)
afterEach(closeSocketIo)

const base = ({ url }: Pick<TestSouk, 'url'> = souk) => url.replace('http', 'ws')
const connect = (path: string, { token }: Pick<TestUser, 'token'> = user) =>
  connectSocket(`${base()}${path}?token=${token}`)
const watching = (path: string) => ({
  id: 1,
  method: 'subscription',
  params: { path, input: {} },
})

describe('a WebSocket', () => {
  const closings: Readonly<Record<number, () => Promise<number>>> = {
    async 1008() {
      const client = await connect('/trpc')
      const calls = Array.from({ length: 21 }, (_, id) => ({ ...watching('me.events'), id }))
      client.send(malformed(calls))
      return client.closed
    },
    async 1009() {
      const client = await connect('/ws/trades')
      client.send(malformed({ action: 'message', message: 'x'.repeat(65 * 1024) }))
      return client.closed
    },
    async 1012() {
      const other = await startTestSouk()
      const client = await connectSocket(`${base(other)}/ws/trades`)
      await other.stop()
      return client.closed
    },
    async 4401() {
      const token = await souk.logIn(user.username, user.password)
      const client = await connect('/ws/p2p', { token })
      await souk.post('/auth/logout', {}, token)
      return client.closed
    },
  }

  test.each(document['x-close-codes'])('is closed with $code', async ({ code }) => {
    expect(await closings[code]?.()).toBe(code)
  })
})

describe('a socket is not opened', () => {
  const bad = (path: string, headers: Record<string, string> = {}) =>
    connectSocket(base() + path, { headers })
  const refusals: Readonly<Record<number, () => Promise<unknown>>> = {
    400: () => statusOfHandshake({ 'sec-websocket-key': 'none' }),
    401: () => bad('/ws/p2p'),
    403: () =>
      bad('/ws/p2p', { cookie: `session=${user.token}`, origin: 'https://evil.example.com' }),
    404: () => bad('/ws/nowhere'),
    async 429() {
      const many = await souk.signUp('many')
      await Promise.all(Array.from({ length: 10 }, () => connect('/ws/p2p', many)))
      return connect('/ws/p2p', many)
    },
    500: () =>
      withoutColumn('sessions', (url, token) => connectSocket(`${url}/ws/p2p?token=${token}`)),
    503: () => withoutRoom((url, token) => connectSocket(`${url}/ws/p2p?token=${token}`)),
  }

  test.each(document['x-refusals'])('with $status', async ({ status }) => {
    await expect(refusals[status]?.()).rejects.toThrow(`refused with ${status}`)
  })

  async function statusOfHandshake(headers: Record<string, string>): Promise<never> {
    const upgrade = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
    const status = await new Promise((resolve, reject) =>
      request(`${souk.url}/ws/trades`, { headers: { ...upgrade, ...headers } })
        .on('response', ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end(),
    )
    throw new Error(`refused with ${status}`)
  }

  type Opening = (url: string, token: string) => Promise<unknown>

  /** In a Souk whose database somebody has damaged. */
  async function withoutColumn(table: string, open: Opening): Promise<unknown> {
    const broken = await startTestSouk({}, {}, silent)
    try {
      const { token } = await broken.signUp('amara')
      await broken.sql(`alter table ${table} rename column revoked_at to gone`)
      return await open(base(broken), token)
    } finally {
      await broken.stop()
    }
  }

  /** In a Souk whose database lets nobody in any more. */
  async function withoutRoom(open: Opening): Promise<unknown> {
    const shut = await startTestSouk({}, {}, silent)
    const name = new URL(shut.databaseUrl).pathname.slice(1)
    const beside = new URL('/postgres', shut.databaseUrl).href
    const admit = (is: boolean) =>
      onServer(beside, (run) => run(`alter database "${name}" allow_connections ${is}`))
    try {
      const { token } = await shut.signUp('amara')
      await admit(false)
      const ours = `from pg_stat_activity where datname = '${name}'`
      await onServer(beside, (run) => run(`select pg_terminate_backend(pid) ${ours}`))
      return await open(base(shut), token)
    } finally {
      await admit(true)
      await shut.stop()
    }
  }
})

describe('a credential', () => {
  const cookie = () => ({ cookie: `session=${user.token}` })
  const bearer = () => ({ authorization: `Bearer ${user.token}` })
  const ways: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
    token: (url) => connectSocket(`${url}?token=${user.token}`),
    bearer: (url) => connectSocket(url, { headers: bearer() }),
    session: (url) => connectSocket(url, { headers: cookie() }),
    async joinToken(url) {
      const { body } = await souk.post('/trades', { asset: 'usdt', amount: '1' }, user.token)
      const client = await connectSocket(url)
      const join = { action: 'join', trade_id: body.id, token: user.token }
      expect(await client.ask(join)).toMatchObject({ action: 'joined' })
    },
    async connectionParams(url) {
      const client = await connectSocket(`${url}?connectionParams=1`)
      client.send({ method: 'connectionParams', data: { token: user.token } })
      expect(await client.ask(watching('me.events'))).toMatchObject({ result: { type: 'started' } })
    },
  }
  const inNamespaces: Readonly<Record<string, () => SocketIoOptions>> = {
    handshakeAuth: () => ({ auth: { token: user.token } }),
    token: () => ({ query: { token: user.token } }),
    bearer: () => ({ extraHeaders: bearer() }),
    session: () => ({ extraHeaders: cookie() }),
    authenticateEvent: () => ({}),
  }
  const all = Object.values(document.channels).flatMap((channel) => {
    const server = channel.servers[0]?.$ref.split('/').at(-1)
    return credentialsOf(channel).map((way) => ({ way, server, address: channel.address }))
  })

  test.each(all)('comes as $way to $server$address', async ({ way, server, address }) => {
    if (server !== 'socketIo') {
      const port = server === 'tradeChat' ? souk.chatUrl : base()
      const open = ways[way] ?? expect.fail('nobody tries that')
      await open(port + address)
      return
    }
    const { socket, connected } = socketIoClient(souk.url + address, inNamespaces[way]?.())
    await connected()
    if (way !== 'authenticateEvent') return
    expect(await socket.emitWithAck('authenticate', { token: user.token })).toEqual({
      success: true,
    })
  })

  function credentialsOf(channel: (typeof document.channels)[string]): string[] {
    const key = Object.entries(document.channels).find(([, one]) => one === channel)?.[0]
    const operations = Object.values(document.operations).filter(
      (one) => one.channel.$ref === `#/channels/${key}`,
    )
    const named = operations.flatMap(({ security }) => security.map(({ $ref }) => $ref))
    return [...new Set(named)].map(($ref) => $ref.split('/').at(-1) ?? '')
  }

  test('of each kind that the document has is tried', () => {
    const tried = [...Object.keys(ways), ...Object.keys(inNamespaces)]
    expect(new Set(Object.keys(document.components.securitySchemes))).toEqual(new Set(tried))
  })
})

describe('a limit', () => {
  test('of frames at once ends a socket', async () => {
    const client = await connect('/ws/p2p')
    for (let sent = 0; sent < 600; sent += 1) client.socket.ping()
    expect(await client.closed).toBe(1008)
  })

  test('of refused calls ends a socket', async () => {
    const poor = await startTestSouk({ RATE_LIMIT_ANONYMOUS: '300', RATE_LIMIT_AUTHENTICATED: '3' })
    try {
      const { token } = await poor.signUp('pauper')
      const client = await connectSocket(`${base(poor)}/ws/trades?token=${token}`)
      for (let sent = 0; sent < 30; sent += 1) client.send({ action: 'join', trade_id: 1 })
      expect(await client.closed).toBe(1008)
    } finally {
      await poor.stop()
    }
  })

  test('of silence ends a socket whose client does not answer pings', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] })
    const patient = await startTestSouk()
    try {
      const [silent, alive] = await Promise.all(
        [false, true].map((autoPong) =>
          connectSocket(`${base(patient)}/ws/trades`, { autoPong } as object),
        ),
      )
      const pinged = new Promise((resolve) => alive?.socket.once('ping', resolve))
      vi.advanceTimersByTime(30_000)
      await pinged
      expect(await alive?.ask({ action: 'leave' })).toMatchObject({ action: 'error' })
      vi.advanceTimersByTime(30_000)
      expect(await silent?.closed).toBe(1006)
      expect(await alive?.ask({ action: 'leave' })).toMatchObject({ action: 'error' })
    } finally {
      vi.useRealTimers()
      await patient.stop()
    }
  })

  /** Where each is reached, by the words in which the document has it. */
  const reached: Readonly<Record<string, readonly string[]>> = {
    'Bytes of a frame': ['sockets/documented-ends: async 1009()'],
    'Frames that a connection may send at once': [
      'sockets/documented-ends: of frames at once ends a socket',
    ],
    'Sockets of a user, in one process': ['trades/chat: a user has ten connections'],
    'Calls of a connection that are refused because its user’s quota is used up': [
      'sockets/documented-ends: of refused calls ends a socket',
    ],
    'Bytes that a client may leave unread': [
      'trades/chat: a reader that does not read is dropped',
      'sockets/socket-io-unread: in bytes',
    ],
    'Milliseconds between two pings of the server’s': [
      'sockets/documented-ends: of silence ends a socket',
    ],
    'Packets that a connection may send at once': [
      'sockets/socket-io-bounds: a flood of %s ends the connection',
    ],
    'Bytes that a connection may send ahead of what is answered': [
      'rooms/limits: whoever sends much more than can be answered is cut off',
    ],
    'Packets that a client may leave unread': ['sockets/socket-io-unread: in packets'],
    'Milliseconds that a connection may be in no namespace': [
      'sockets/socket-io-bounds: whoever says nothing for ten seconds is let go',
    ],
    'Milliseconds for somebody who came without a credential to `authenticate`': [
      'sockets/socket-io-bounds: and whoever does not authenticate',
    ],
    'Events told again for one `resume`': ['chat/frames: what was long is told in parts'],
    'Calls in a frame': ['sockets/documented-ends: async 1008()'],
    'Subscriptions of a connection; the same one only once': [
      'trades/many-subscriptions: the same one twice on a socket is refused',
    ],
    'Subscriptions of a user, on all their connections to a process': [
      'trades/many-subscriptions: a user has only so many',
    ],
  }
  const limits = [document, ...Object.values(document.channels)].flatMap(
    (one) => one['x-limits'] ?? [],
  )

  test.each([...new Set(limits.map(({ what }) => what))])('is reached: %s', (what) => {
    for (const place of reached[what] ?? expect.fail('by no test')) {
      const [file, name = ''] = place.split(': ')
      const source = readFileSync(new URL(`../${file}.test.ts`, import.meta.url), 'utf8')
      expect(source).toContain(name)
    }
  })
})
