import { once } from 'node:events'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { TestUser } from '../../src/testing/http-client.ts'
import { closeSocketIo, socketIoClient } from '../../src/testing/socket-io-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// What Socket.IO's engine takes from strangers: so much and no more, and from no page of a foreign site.

const HOME = 'https://shop.example.com'
const LIMITS = { RATE_LIMIT_ANONYMOUS: '100000', RATE_LIMIT_AUTHENTICATED: '100000' }
const HANDSHAKE = '/socket.io/?EIO=4&transport=polling'

let souk: TestSouk
let user: TestUser
beforeAll(async () => {
  souk = await startTestSouk({ ...LIMITS, CORS_ORIGINS: HOME })
  user = await souk.signUp('amara')
})
afterAll(() => souk.stop())
afterEach(async () => {
  closeSocketIo()
  await vi.waitFor(() => expect(souk.souk.sockets()).toBe(0), 5000)
})

const polling = (path = '', init: RequestInit = {}) => fetch(souk.url + HANDSHAKE + path, init)
const webSocketUrl = (path = '') =>
  `${souk.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket${path}`

/** Opens a polling session by hand. @returns its secret */
async function handshake(): Promise<string> {
  const text = await (await polling()).text()
  return JSON.parse(text.slice(1)).sid
}

const say = (sid: string, body: string) => polling(`&sid=${sid}`, { method: 'POST', body })

describe('Origin', () => {
  test('a foreign page is refused on both transports', async () => {
    const headers = { origin: 'https://evil.example.com' }
    expect((await polling('', { headers })).status).toBe(403)
    const socket = new WebSocket(webSocketUrl(), { headers })
    const [, response] = await once(socket, 'unexpected-response')
    expect(response.statusCode).toBe(403)
    const sid = await handshake()
    expect((await polling(`&sid=${sid}`, { headers })).status).toBe(403)
  })

  test('our own pages and those of allowed origins are not, and may read', async () => {
    const allowed = await polling('', { headers: { origin: HOME } })
    expect(allowed.status).toBe(200)
    expect(allowed.headers.get('access-control-allow-origin')).toBe(HOME)
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true')
    expect((await polling('', { headers: { origin: souk.url } })).status).toBe(200)
    const client = socketIoClient(souk.url, {
      transports: ['websocket'],
      extraHeaders: { origin: HOME },
      auth: { accessToken: user.token },
    })
    await client.connected()
  })

  test('a preflight is answered for allowed origins alone', async () => {
    const ask = (origin: string) =>
      polling('', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
    const allowed = await ask(HOME)
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe(HOME)
    expect((await ask('https://evil.example.com')).status).toBe(403)
  })
})

describe('bounds', () => {
  test('an eleventh connection of a user waits for a place, and then gets it', async () => {
    const connect = () => socketIoClient(souk.url, { auth: { accessToken: user.token } })
    const ten = Array.from({ length: 10 }, connect)
    await Promise.all(ten.map((client) => client.connected()))
    const eleventh = connect()
    const errors: string[] = []
    eleventh.socket.on('connect_error', ({ message }) => errors.push(message))
    await new Promise((resolve) => eleventh.socket.io.once('reconnect_attempt', resolve))
    expect(eleventh.socket.connected).toBe(false)
    ten[0]?.socket.disconnect()
    await eleventh.connected()
    expect(errors).not.toContain('Authentication failed')
  })

  test('what is longer than a frame may be ends the connection', async () => {
    const sid = await handshake()
    expect((await say(sid, `4${'x'.repeat(70_000)}`)).status).toBe(413)
    const socket = new WebSocket(webSocketUrl())
    await once(socket, 'open')
    socket.send(`4${'x'.repeat(70_000)}`)
    expect((await once(socket, 'close'))[0]).toBe(1009)
  })

  test.each([
    ['events', '42["message"]'],
    ['signs of life', '3'],
    ['namespaces that there are not', '40/nowhere,'],
  ])('a flood of %s ends the connection, in whatever carries it', async (_, packet) => {
    const sid = await handshake()
    await say(sid, '40')
    const flood = Array(600).fill(packet).join('\x1e')
    await say(sid, flood)
    await vi.waitFor(async () => expect((await say(sid, '3')).status).toBe(400), 5000)
    const socket = new WebSocket(webSocketUrl())
    await once(socket, 'open')
    const closed = once(socket, 'close')
    socket.send('40')
    for (let n = 0; n < 600; n += 1) socket.send(packet)
    await closed
  })

  test('nobody enters a namespace twice on one connection', async () => {
    const socket = new WebSocket(webSocketUrl())
    await once(socket, 'open')
    const closed = once(socket, 'close')
    for (let n = 0; n < 50; n += 1) socket.send(`40{"accessToken":"${user.token}"}`)
    await closed
  })

  test('whoever says nothing for ten seconds is let go, and whoever does not authenticate', async () => {
    const silent = new WebSocket(webSocketUrl())
    const stranger = socketIoClient(souk.url)
    await stranger.connected()
    const [reason] = await Promise.all([stranger.disconnected(), once(silent, 'close')])
    expect(reason).toBe('io server disconnect')
    expect(await stranger.next()).toEqual(['error', { message: 'Authentication required' }])
  }, 15_000)

  test('what the engine does not understand is refused', async () => {
    expect((await polling('&sid=nonsense')).status).toBe(400)
    expect((await fetch(`${souk.url}/socket.io/?EIO=4&transport=pigeon`)).status).toBe(400)
    expect((await fetch(`${souk.url}/socket.io/`)).status).toBe(400)
    const sid = await handshake()
    await say(sid, '42["message"')
    await vi.waitFor(async () => expect((await polling(`&sid=${sid}`)).status).toBe(400))
  })
})

test('handshakes count for their address, and not for whoever shows a good credential', async () => {
  const few = await startTestSouk(
    { RATE_LIMIT_ANONYMOUS: '20', RATE_LIMIT_AUTHENTICATED: '1000' },
    {},
    pino({ level: 'silent' }),
  )
  try {
    const { token } = await few.signUp('chidi')
    for (let n = 0; n < 25; n += 1) {
      const client = socketIoClient(few.url, { auth: { accessToken: token } })
      await client.connected()
      client.socket.disconnect()
    }
    const shows = (accessToken: string) => socketIoClient(few.url, { auth: { accessToken } })
    const statuses: number[] = []
    for (let n = 0; n < 25; n += 1) {
      statuses.push((await fetch(few.url + HANDSHAKE)).status)
    }
    expect(statuses).toContain(200)
    expect(statuses.at(-1)).toBe(429)
    const client = shows('cs_nonsense')
    const told = vi.fn()
    client.socket.on('connect_error', ({ message }) => told(message))
    await new Promise((resolve) => client.socket.io.once('reconnect_attempt', resolve))
    expect(told).not.toHaveBeenCalledWith('Authentication failed')
  } finally {
    closeSocketIo()
    await few.stop()
  }
})

test('an address has so many connections of the engine, on whatever line they come', async () => {
  const narrow = await startTestSouk({ CONNECTIONS_PER_ADDRESS: '30' })
  try {
    const open = async () => (await fetch(narrow.url + HANDSHAKE)).status
    const statuses: number[] = []
    for (let n = 0; n < 31; n += 1) statuses.push(await open())
    expect(statuses).toEqual([...Array(30).fill(200), 429])
    // Those who enter no namespace are let go, and others get their places.
    await vi.waitFor(async () => expect(await open()).toBe(200), { timeout: 15_000, interval: 500 })
  } finally {
    await narrow.stop()
  }
}, 25_000)
