import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { malformed } from '../../src/testing/malformed.ts'
import { closeSockets, connectSocket } from '../../src/testing/socket-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let logged: string[] = []
beforeEach(() => {
  logged = []
})
const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
const requests = () => logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request')

const METRICS_TOKEN = 'a token of the operator’s Prometheus'.replace('’', '')

let souk: TestSouk
let token: string
beforeAll(async () => {
  souk = await startTestSouk({ METRICS_TOKEN }, {}, log)
  token = (await souk.signUp('alice')).token
})
afterAll(() => souk.stop())
afterEach(closeSockets)

const portOf = (url: string) => Number(new URL(url).port)
const lines = (...parts: string[]) => `${parts.join('\r\n')}\r\n\r\n`

function dial(port: number): Socket {
  const socket = connect(port, '127.0.0.1')
  return socket.on('error', () => {})
}

/** Sends exactly this, and gives what comes back until the connection ends. */
async function raw(port: number, sent: string | Buffer): Promise<string> {
  const socket = dial(port)
  socket.write(sent)
  return text(socket).catch(() => '')
}

const upgrade = (target: string, ...more: string[]) =>
  lines(
    `GET ${target} HTTP/1.1`,
    'Host: souk.example',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
    ...more,
  )
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)

describe('a request to open a socket', () => {
  test.each([
    '//',
    '//?x=1',
    '///',
    '//evil.example/ws/trades',
    '/ws\\trades',
    'ws',
    '*',
    'http://',
  ])('for %s is refused with 400 on both ports, and everything runs on', async (target) => {
    for (const url of [souk.url, souk.chatUrl]) {
      const answer = await raw(portOf(url), upgrade(target))
      expect(statusOf(answer), target).toBe(400)
    }
    expect((await souk.get('/trades')).status).toBe(200)
  })

  test.each([
    ['an impossible Host', ['/', 'Host: a b']],
    ['a Host with a path', ['/', 'Host: x/../y']],
  ])('with %s is refused with 400', async (_, [target = '', host = '']) => {
    const answer = await raw(
      portOf(souk.chatUrl),
      upgrade(target).replace('Host: souk.example', host),
    )
    expect(statusOf(answer)).toBe(400)
  })

  test.each(['/?token=%', '/?token=%ff%00', '/?%', '/?token=', `/?token=${'x'.repeat(9000)}`])(
    'with the query %s is answered',
    async (target) => {
      const socket = dial(portOf(souk.chatUrl))
      socket.write(upgrade(target))
      const [answer] = await once(socket, 'data')
      expect([101, 401]).toContain(statusOf(String(answer)))
      socket.destroy()
    },
  )

  test.each([
    ['no key', /Sec-WebSocket-Key: .*/, 'X: y'],
    ['a broken key', /Sec-WebSocket-Key: .*/, 'Sec-WebSocket-Key: x'],
    ['a version of the future', /Version: 13/, 'Version: 99'],
  ])('with %s is refused with 400', async (_, found, instead) => {
    const answer = await raw(portOf(souk.chatUrl), upgrade('/').replace(found, instead))
    expect(statusOf(answer)).toBe(400)
  })

  test('is logged under its id, whatever becomes of it, and never with its token', async () => {
    const base = souk.url.replace('http', 'ws')
    const headers = { 'x-request-id': 'upgrade-id-1' }
    await connectSocket(`${base}/ws/p2p/?token=${token}`, { headers })
    await expect(connectSocket(`${base}/ws/p2p/?token=wrong`)).rejects.toThrow('401')
    await expect(connectSocket(`${base}/ws/nowhere`)).rejects.toThrow('404')
    await raw(portOf(souk.chatUrl), upgrade('/', 'Sec-WebSocket-Protocol: ,,'))
    await raw(portOf(souk.url), upgrade('//'))
    expect(requests()).toMatchObject([
      { path: '/ws/p2p/', status: 101, requestId: 'upgrade-id-1' },
      { path: '/ws/p2p/', status: 401 },
      { path: '/ws/nowhere', status: 404 },
      { path: '/', status: 400 },
      { path: '//', status: 400 },
    ])
    expect(logged.join('')).not.toContain(token)
  })

  test('that was refused is let go of, even if its client never leaves', async () => {
    const socket = connect({ port: portOf(souk.url), host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', () => {})
    socket.write(upgrade('/ws/nowhere'))
    const heard = text(socket)
    expect(statusOf(await heard)).toBe(404)
    // Its half stays open, until the server lets go of it.
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const knock = setInterval(() => socket.write('x'), 100)
    await closed.finally(() => clearInterval(knock))
  })
})

describe('another protocol that is offered', () => {
  test.each(['h2c', 'TLS/1.0', 'IRC/6.9', 'foo'])(
    'such as %s changes nothing',
    async (protocol) => {
      for (const [path, status] of [
        ['/trades', 200],
        ['/nowhere', 404],
      ] as const) {
        const answer = await raw(
          portOf(souk.url),
          lines(
            `GET ${path} HTTP/1.1`,
            'Host: x',
            'Connection: Upgrade, HTTP2-Settings, close',
            `Upgrade: ${protocol}`,
            'HTTP2-Settings: AAMAAABkAAQAAP__',
          ),
        )
        expect(statusOf(answer), protocol).toBe(status)
        expect(requests().at(-1)).toMatchObject({ path, status })
      }
    },
  )

  test('with a body is read and answered', async () => {
    const body = JSON.stringify({ username: 'alice', password: 'alice-secret-1' })
    const answer = await raw(
      portOf(souk.url),
      lines(
        'POST /login HTTP/1.1',
        'Host: x',
        'Connection: Upgrade, close',
        'Upgrade: h2c',
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
      ) + body,
    )
    expect(statusOf(answer)).toBe(200)
  })
})

describe('what Node would answer by itself', () => {
  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a proxy’s CONNECT', lines('CONNECT x:1 HTTP/1.1', 'Host: x'), 405],
    [
      'a strange expectation',
      lines('GET /trades HTTP/1.1', 'Host: x', 'Expect: x', 'Connection: close'),
      200,
    ],
    [
      'headers without end',
      lines('GET /trades HTTP/1.1', 'Host: x', `X: ${'x'.repeat(20_000)}`),
      431,
    ],
    ['a Host that is none', lines('GET /trades HTTP/1.1', 'Host: a b', 'Connection: close'), 400],
  ])('is answered and logged: %s', async (_, sent, status) => {
    expect(statusOf(await raw(portOf(souk.url), sent))).toBe(status)
    await expect.poll(requests).toMatchObject([{ status }])
  })

  test('a request whose client leaves before its answer is logged', async () => {
    const socket = dial(portOf(souk.url))
    socket.write(
      lines(
        'POST /login HTTP/1.1',
        'Host: x',
        'Content-Type: application/json',
        'Content-Length: 100',
      ),
    )
    await new Promise((resolve) => socket.write('{', resolve))
    await expect.poll(() => souk.get('/trades').then(({ status }) => status)).toBe(200)
    socket.destroy()
    await expect
      .poll(() => requests().filter(({ path }) => path === '/login'))
      .toMatchObject([{ method: 'POST', path: '/login', status: 499, aborted: true }])
  })
})

describe('a body', () => {
  const json = JSON.stringify({ username: 'alice', password: 'alice-secret-1' })
  const send = (path: string, body: string | Buffer, headers: Record<string, string>) =>
    fetch(souk.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: body as string,
    })

  test.each(['gzip', 'GZIP', 'br', 'deflate', 'zstd', 'gzip, identity', 'x'])(
    'encoded as %s is 415, and says how to send it',
    async (coding) => {
      for (const path of [
        '/login',
        '/auth/login',
        '/trpc/auth.login',
        '/trpc/auth.login?batch=1',
      ]) {
        for (const body of [gzipSync(json), json]) {
          const answer = await send(path, body, { 'content-encoding': coding })
          expect(answer.status, path).toBe(415)
          expect(answer.headers.get('accept-encoding')).toBe('identity')
        }
      }
    },
  )

  test('that says it is as it is, is taken', async () => {
    for (const coding of ['identity', 'Identity', '']) {
      const headers = coding === '' ? {} : { 'content-encoding': coding }
      expect((await send('/login', json, headers)).status).toBe(200)
      expect((await send('/trpc/auth.login', json, headers)).status).toBe(200)
    }
    const plain = await send('/login', json, { 'content-type': 'text/plain' })
    expect(plain.status).toBe(415)
    expect(plain.headers.get('accept-encoding')).toBeNull()
  })

  test('sent in an encoding that is none of ours is 415 too', async () => {
    const answer = await raw(
      portOf(souk.url),
      `${lines(
        'POST /login HTTP/1.1',
        'Host: x',
        'Content-Type: application/json',
        'Transfer-Encoding: gzip, chunked',
      )}0\r\n\r\n`,
    )
    expect(statusOf(answer)).toBe(415)
  })

  test('that is large and slow has only so many beside it from its address', async () => {
    const begin = () => {
      const socket = dial(portOf(souk.url))
      const head = ['POST /login HTTP/1.1', 'Host: x', 'Content-Type: application/json']
      socket.write(`${lines(...head, 'Content-Length: 1000000')}{`)
      return socket
    }
    const slow = Array.from({ length: 33 }, begin)
    try {
      // Whichever came last.
      const [answer] = await Promise.race(slow.map((socket) => once(socket, 'data')))
      expect(String(answer)).toMatch(/^HTTP\/1\.1 429[\s\S]*"code":"RATE_LIMITED"/)
      const large = ' '.repeat(1e5) + json
      const entity = await send('/p2p/ad/', large, {})
      expect(await entity.json()).toMatchObject({ status: 'failure', success: false })
      const called = await send('/trpc/auth.login', large, {})
      expect(await called.json()).toHaveProperty('error.data')
      expect((await souk.get('/trades')).status).toBe(200)
      const small = { username: 'alice', password: 'alice-secret-1' }
      expect((await souk.post('/login', small)).status).toBe(200)
    } finally {
      for (const socket of slow) socket.destroy()
    }
    const large = () => send('/login', ' '.repeat(1e5) + json, {}).then(({ status }) => status)
    await expect.poll(large).toBe(200)
  })

  const many = (count: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 1])))
  const deep = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`
  const strings = `{"a":"${'[{,'.repeat(5000)}\\"","b":1}`

  test.each([
    ['80,000 keys', many(80_000), 400],
    ['80,000 items', JSON.stringify({ a: Array(80_000).fill(1) }), 400],
    ['100,000 levels', deep(100_000), 400],
    ['513 levels', deep(512), 400],
    ['500 levels', deep(499), 422],
    ['1,000 keys', many(1000), 422],
    ['much punctuation in a text', strings, 422],
  ])('of %s is %i', async (_, body, status) => {
    for (const path of ['/login', '/trpc/auth.login']) {
      expect((await send(path, body, {})).status, path).toBe(status)
    }
    const batch = await send('/trpc/auth.login?batch=1', `{"0":${body}}`, {})
    expect(batch.status).toBe(status)
  })
})

describe('a client that does not wait for answers', () => {
  const ahead = (path: string, many: number) =>
    lines(`GET ${path} HTTP/1.1`, 'Host: x').repeat(many)

  test('gets those of a few requests sent ahead, in their order', async () => {
    const port = portOf(souk.url)
    const answer = await raw(
      port,
      `${ahead('/health/live', 20)}${ahead('/nowhere', 1)}${lines('GET /health/live HTTP/1.1', 'Host: x', 'Connection: close')}`,
    )
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
    expect(statuses).toEqual([...Array(20).fill(200), 404, 200])
  })

  test.each(['/health/live', '/trades', '/nowhere'])('and floods %s is cut off', async (path) => {
    const answer = await raw(portOf(souk.url), ahead(path, 2000))
    expect(answer.match(/HTTP\/1/g)?.length ?? 0).toBeLessThan(100)
    expect((await souk.get('/health/live')).status).toBe(200)
  })
})

describe('a client that floods a socket', () => {
  let limited: TestSouk
  let follower: string
  beforeAll(async () => {
    limited = await startTestSouk(
      { RATE_LIMIT_ANONYMOUS: '300', RATE_LIMIT_AUTHENTICATED: '300' },
      {},
      log,
    )
    follower = (await limited.signUp('follower')).token
  })
  afterAll(() => limited.stop())

  const frame = (opcode: number, text: string) => {
    const payload = Buffer.from(text)
    const length =
      payload.length < 126
        ? [0x80 | payload.length]
        : [0x80 | 126, payload.length >> 8, payload.length & 255]
    return Buffer.concat([Buffer.from([0x80 | opcode, ...length, 0, 0, 0, 0]), payload])
  }
  const calls = (many: number) =>
    JSON.stringify(Array(many).fill({ id: 1, method: 'query', params: { path: 'x' } }))

  test.each([
    ['/trpc', 'PING', frame(1, 'PING'), 2000],
    ['/trpc', 'nothing', frame(1, '[]'), 2000],
    ['/trpc', 'pongs', frame(10, ''), 2000],
    ['/trpc', 'binary frames', frame(2, 'x'), 1],
    ['/trpc', 'a thousand calls in a frame', frame(1, calls(1000)), 1],
    ['/trpc', 'calls of nothing', frame(1, calls(20)), 400],
    ['/ws/p2p/', 'text nobody listens to', frame(1, 'x'), 2000],
  ])('%s with %s is cut off, and others are answered', async (path, _, sent, times) => {
    const socket = dial(portOf(limited.url))
    const closed = once(socket, 'close')
    socket.write(upgrade(path === '/trpc' ? path : `${path}?token=${follower}`))
    await once(socket, 'data')
    socket.resume()
    socket.write(Buffer.concat(Array(times).fill(sent)))
    const start = performance.now()
    expect((await limited.get('/health/live')).status).toBe(200)
    expect(performance.now() - start).toBeLessThan(1000)
    await closed
  })
})

describe('nothing left of a quota', () => {
  let strict: TestSouk
  beforeAll(async () => {
    const limits = { RATE_LIMIT_ANONYMOUS: '12', RATE_LIMIT_AUTHENTICATED: '3' }
    strict = await startTestSouk({ ...limits, TRUST_PROXY: '1' }, {}, log)
  })
  afterAll(() => strict.stop())

  /** Sends the head of a request whose body never comes: whoever waits for it, waits for ever. */
  async function headAlone(method: string, path: string, ...more: string[]): Promise<number> {
    const socket = dial(portOf(strict.url))
    socket.write(
      lines(
        `${method} ${path} HTTP/1.1`,
        'Host: x',
        'Content-Type: application/json',
        'Content-Length: 1000000',
        ...more,
      ),
    )
    const [answer] = await once(socket, 'data')
    socket.destroy()
    return statusOf(String(answer))
  }
  const from = (address: string) => `X-Forwarded-For: ${address}`

  async function spend(address: string): Promise<void> {
    const headers = { 'x-forwarded-for': address }
    for (let n = 0; n < 12; n += 1) await strict.request('GET', '/nowhere', { headers })
  }

  test('is told before the body is read, to strangers on every path', async () => {
    await spend('192.0.2.1')
    for (const path of [
      '/login',
      '/trades',
      '/p2p/ad/create/',
      '/nowhere',
      '/trpc/auth.login',
      '/trpc/auth.login,auth.login?batch=1',
      '/trpc/nothing',
    ]) {
      expect(await headAlone('POST', path, from('192.0.2.1')), path).toBe(429)
    }
    expect(await headAlone('GET', '/exec/coin/enable/', from('192.0.2.1'))).toBe(429)
  })

  test('is told before the body is read, to a user too, whatever carries the credential', async () => {
    const account = { username: 'bob', password: 'bob-secret-1' }
    const headers = { 'x-forwarded-for': '192.0.2.2' }
    await strict.request('POST', '/register', { body: account, headers })
    const { body, headers: got } = await strict.request('POST', '/login', {
      body: account,
      headers,
    })
    const cookie = got.get('set-cookie')?.split(';')[0]
    for (let n = 0; n < 3; n += 1) await strict.get('/auth/me', body.token)
    for (const credential of [`Authorization: Bearer ${body.token}`, `Cookie: ${cookie}`]) {
      for (const path of ['/trades', '/trpc/trades.create', '/trpc/trades.create,x?batch=1']) {
        const status = await headAlone('POST', path, credential, from('192.0.2.3'))
        expect([429, 207], `${path} ${credential}`).toContain(status)
      }
    }
  })

  test('is told to whoever opens sockets, or guesses tokens with them', async () => {
    const base = strict.url.replace('http', 'ws')
    const headers = { 'x-forwarded-for': '192.0.2.4' }
    const tries: string[] = []
    for (let n = 0; n < 16; n += 1) {
      const opened = connectSocket(`${base}/ws/p2p/?token=guess-${n}`, { headers })
      tries.push(
        await opened.then(
          () => '101',
          (error: Error) => error.message.slice(-3),
        ),
      )
    }
    expect(tries).toEqual([...Array(12).fill('401'), ...Array(4).fill('429')])
    await expect(connectSocket(`${base}/nowhere`, { headers })).rejects.toThrow('429')
    const one = { ...headers, 'x-forwarded-for': '192.0.2.5' }
    const client = await connectSocket(`${base}/ws/trades`, { headers: one })
    const answers: string[] = []
    for (let n = 0; n < 14; n += 1) {
      const guess = { action: 'join', trade_id: 1, token: `guess-${n}` }
      answers.push((await client.ask(n % 2 ? guess : malformed('nonsense'))).message)
    }
    expect(answers.slice(0, 11).filter((said) => /Rate limit/.test(said))).toEqual([])
    expect(answers.slice(11).every((said) => /Rate limit/.test(said))).toBe(true)
  })

  test('of an address is not spent by calls whose token comes in the body', async () => {
    const account = { username: 'carol', password: 'carol-secret-1' }
    const headers = { 'x-forwarded-for': '192.0.2.7' }
    await strict.request('POST', '/register', { body: account, headers })
    const { body } = await strict.request('POST', '/login', { body: account, headers })
    const call = { access_token: body.token, asset: 'BTC', amount: '0.1' }
    const statuses: number[] = []
    for (let n = 0; n < 4; n += 1) {
      statuses.push((await strict.request('POST', '/trades', { body: call, headers })).status)
    }
    expect(statuses).toEqual([201, 201, 201, 429])
    const { headers: left } = await strict.request('GET', '/trades', { headers })
    expect(left.get('x-ratelimit-remaining')).toBe('9')
  })

  test('of an address is not spent by sockets that say later whose they are', async () => {
    const account = { username: 'dave', password: 'dave-secret-1' }
    const headers = { 'x-forwarded-for': '192.0.2.8' }
    await strict.request('POST', '/register', { body: account, headers })
    const { body } = await strict.request('POST', '/login', { body: account, headers })
    const join = { action: 'join', trade_id: 999_999, token: body.token }
    const base = strict.url.replace('http', 'ws')
    const chat = await connectSocket(`${base}/ws/trades`, { headers })
    expect((await chat.ask(join)).message).toBe('Trade not found')
    expect((await chat.ask(join)).message).toBe('Trade not found')
    const events = await connectSocket(`${base}/trpc?connectionParams=1`, { headers })
    events.send({ method: 'connectionParams', data: { token: body.token } })
    const subscribe = { id: 1, method: 'subscription', params: { path: 'me.events' } }
    expect((await events.ask(subscribe)).result ?? {}).toMatchObject({ type: 'started' })
    const { headers: left } = await strict.request('GET', '/trades', { headers })
    expect(left.get('x-ratelimit-remaining')).toBe('9')
  })

  test('is told to whoever leaves before the answers', async () => {
    for (let n = 0; n < 12; n += 1) {
      const socket = dial(portOf(strict.url))
      socket.write(lines('POST /login HTTP/1.1', 'Host: x', from('192.0.2.6'), 'Content-Length: 9'))
      await expect
        .poll(() => strict.request('GET', '/health/live').then(({ status }) => status))
        .toBe(200)
      socket.destroy()
    }
    const headers = { 'x-forwarded-for': '192.0.2.6' }
    expect((await strict.request('GET', '/trades', { headers })).status).toBe(429)
  })
})

describe('/metrics', () => {
  const ask = (authorization?: string) =>
    souk.request('GET', '/metrics', { headers: authorization ? { authorization } : {} })

  test('are for staff and for who has the operator’s token, and 401 to all others', async () => {
    const staff = await souk.logIn(ADMIN.username, ADMIN.password)
    for (const good of [staff, METRICS_TOKEN]) {
      const { status, body } = await ask(`Bearer ${good}`)
      expect(status).toBe(200)
      expect(body).toMatch(/souk_sockets 0/)
    }
    for (const bad of [
      undefined,
      `Bearer ${token}`,
      'Bearer ',
      `Bearer ${METRICS_TOKEN}x`,
      METRICS_TOKEN,
    ]) {
      const { status, headers } = await ask(bad)
      expect(status, bad).toBe(401)
      expect(headers.get('x-request-id')).toBeTruthy()
    }
  })

  test('count the failures of what Souk does by itself from none on', async () => {
    const { body } = await ask(`Bearer ${METRICS_TOKEN}`)
    for (const job of ['outbox', 'webhook.fan-out', 'webhook.send', 'heartbeat', 'offer.expire']) {
      expect(body).toMatch(new RegExp(`^souk_jobs_total{job="${job}",outcome="failed"} 0$`, 'm'))
    }
  })
})

describe('an unknown path', () => {
  test.each([
    ['/api/nowhere', { success: false, error: 'Not found', code: 'RESOURCE_NOT_FOUND' }],
    ['/api', { success: false, error: 'Not found', code: 'RESOURCE_NOT_FOUND' }],
    ['/api/products/7/nowhere', { success: false, error: 'Not found', code: 'RESOURCE_NOT_FOUND' }],
    ['/chat/nowhere/', { status: 'failure', entity: null, message: 'Not found', success: false }],
    ['/api/v1/chats/nowhere', { message: 'Not found' }],
    ['/api/v1/chats/rooms/1/nowhere', { message: 'Not found' }],
    ['/p2p/nowhere/', { status: 'failure', entity: null, message: 'Not found', success: false }],
    ['/apis/nowhere', { message: 'Not found', code: 'NOT_FOUND' }],
    ['/trades/1/2/3', { message: 'Not found', code: 'NOT_FOUND' }],
  ])('%s is refused as its document speaks', async (path, body) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      expect(await souk.request(method, path)).toMatchObject({ status: 404, body })
    }
  })
})

describe('the files of the docs', () => {
  test('are sent once to who keeps them', async () => {
    const { body } = await souk.request('GET', '/docs')
    const [script = ''] = /(?<=src=")[^"]+/.exec(body) ?? []
    const first = await souk.request('GET', script)
    expect(first.headers.get('etag')).toMatch(/^"[\w-]{43}"$/)
    expect(first.headers.get('cache-control')).toContain('immutable')
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    expect(await souk.request('GET', script, { headers })).toMatchObject({ status: 304, body: '' })
  })

  test('take no more memory however many leave them unread', async () => {
    const { body } = await souk.request('GET', '/docs')
    const [script = ''] = /(?<=src=")[^"]+/.exec(body) ?? []
    const ask = async () => {
      const socket = dial(portOf(souk.url)).pause()
      socket.write(lines(`GET ${script} HTTP/1.1`, 'Host: x'))
      await once(socket, 'readable')
      return socket
    }
    const sockets = [await ask()]
    const before = process.memoryUsage().arrayBuffers
    sockets.push(...(await Promise.all(Array.from({ length: 60 }, ask))))
    // Sixty copies would be 240 MB; sockets' own buffers are a few kilobytes each.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40e6)
    for (const socket of sockets) socket.destroy()
  })
})

test('one address holds so many connections and no more, on both ports together', async () => {
  const small = await startTestSouk({ CONNECTIONS_PER_ADDRESS: '20' }, {}, log)
  const sockets: Socket[] = []
  try {
    let refused = 0
    const ports = [portOf(small.url), portOf(small.chatUrl)]
    for (let n = 0; n < 30; n += 1) {
      const socket = dial(ports[n % 2] ?? 0)
      sockets.push(socket)
      socket.on('close', () => {
        refused += 1
      })
      await once(socket, 'connect')
    }
    await expect.poll(() => refused).toBe(10)
    expect(logged.some((line) => line.includes('too many connections'))).toBe(true)
    for (const socket of sockets) socket.destroy()
    await expect
      .poll(() =>
        small.get('/trades').then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200)
  } finally {
    for (const socket of sockets) socket.destroy()
    await small.stop()
  }
})

test('stopping takes seven seconds at most, whoever is silent or slow', {
  timeout: 20_000,
}, async () => {
  const slow = await startTestSouk({}, {}, log)
  const port = portOf(slow.url)
  const silent = Array.from({ length: 5 }, () => dial(port))
  const body = dial(port)
  body.write(
    lines(
      'POST /login HTTP/1.1',
      'Host: x',
      'Content-Type: application/json',
      'Content-Length: 100',
    ),
  )
  const half = dial(portOf(slow.chatUrl))
  half.write('GET / HTTP/1.1\r\nHos')
  const opened = dial(portOf(slow.chatUrl))
  opened.write(upgrade('/'))
  await once(opened, 'data')
  const start = performance.now()
  await slow.stop()
  expect(performance.now() - start).toBeLessThan(7000)
  for (const socket of [...silent, body, half, opened]) socket.destroy()
})
