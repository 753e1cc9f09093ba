import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createTestDatabase } from '@souk/database/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const ALLOWED = 'https://app.example'

/** What the process has logged, line by line. */
let logged: string[] = []
beforeEach(() => {
  logged = []
})
const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })

let souk: TestSouk
let token: string
beforeAll(async () => {
  souk = await startTestSouk({ CORS_ORIGINS: ALLOWED }, {}, log)
  token = (await souk.signUp('alice')).token
})
afterAll(() => souk.stop())

/** Sends exactly these bytes, and gives whatever comes back until the connection ends. */
function raw(...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(souk.url).port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that is cut after its answer may end this way.
      if (answer === '') reject(error)
    })
    for (const part of parts) socket.write(part)
  })
}

const lines = (...text: string[]) => `${text.join('\r\n')}\r\n\r\n`
const JSON_TYPE = 'content-type: application/json'
const statusesIn = (answer: string) =>
  [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))

const SECURE = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
}
const API = {
  ...SECURE,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

describe('every answer', () => {
  const large = 'x'.repeat(1.1e6)
  test.each([
    ['200', 'GET', '/trades', 200, undefined],
    ['200 for staff and user', 'GET', '/auth/me', 200, undefined],
    ['400', 'POST', '/register', 400, '{'],
    ['401', 'POST', '/login', 401, '{"username":"x","password":"x"}'],
    ['404', 'GET', '/nothing/here', 404, undefined],
    ['404 of a route', 'GET', '/trades/999', 404, undefined],
    ['405', 'DELETE', '/trades', 405, undefined],
    ['405 for OPTIONS', 'OPTIONS', '/trades', 405, undefined],
    ['413', 'POST', '/register', 413, large],
    ['422', 'GET', '/trades?page=x', 422, undefined],
    ['HEAD', 'HEAD', '/trades', 200, undefined],
    ['HEAD of nothing', 'HEAD', '/nothing', 404, undefined],
    ['tRPC', 'GET', '/trpc/trades.list', 200, undefined],
    ['tRPC 404', 'GET', '/trpc/nothing', 404, undefined],
    ['tRPC 413', 'POST', '/trpc/auth.login', 413, large],
    ['tRPC 400', 'GET', `/trpc/${'x,'.repeat(30)}?batch=1`, 400, undefined],
    ['tRPC HEAD', 'HEAD', '/trpc/trades.list', 204, undefined],
    ['health', 'GET', '/health/live', 200, undefined],
    ['health with a slash', 'GET', '/health/live/', 200, undefined],
    ['readiness', 'GET', '/health/ready', 200, undefined],
    ['unknown health', 'GET', '/health/nothing', 404, undefined],
    ['health by POST', 'POST', '/health/live', 405, undefined],
    ['home by POST', 'POST', '/', 405, undefined],
  ])('has an id and safe headers: %s', async (_, method, path, status, body) => {
    const headers = { 'x-request-id': 'my-own-id-1', authorization: `Bearer ${token}` }
    const answer = await souk.request(method, path, { body, headers })
    expect(answer.status).toBe(status)
    expect(Object.fromEntries(answer.headers)).toMatchObject(API)
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/)
    if (status !== 204 && method !== 'HEAD') {
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    }
  })

  test('carries the id that the client gave, if it is one', async () => {
    const idFor = async (id: string, path: string) =>
      (await souk.request('GET', path, { headers: { 'x-request-id': id } })).headers.get(
        'x-request-id',
      )
    for (const path of ['/trades', '/nothing', '/trpc/trades.list']) {
      expect(await idFor('client-id.123', path)).toBe('client-id.123')
      for (const id of ['short', 'x'.repeat(65), 'with space', '<script>alert(1)', '"quoted-id"']) {
        expect(await idFor(id, path), id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
      }
    }
  })

  test('of the first page is HTML that runs nothing of anybody else’s', async () => {
    const { status, headers, body } = await souk.request('GET', '/')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(Object.fromEntries(headers)).toMatchObject(SECURE)
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; .*script-src 'self'; .*style-src 'self' 'sha256-[^']+'$/,
    )
    for (const link of ['/docs', '/openapi.json', '/trades', '/health/ready']) {
      expect(body).toContain(`href="${link}"`)
      expect((await souk.request('GET', link)).status, link).toBe(200)
    }
  })

  test('to a wrong method says which are right', async () => {
    expect((await souk.request('POST', '/health/ready')).headers.get('allow')).toBe('GET, HEAD')
    expect((await souk.request('DELETE', '/')).headers.get('allow')).toBe('GET, HEAD')
    expect((await souk.request('PUT', '/auth/me')).headers.get('allow')).toBe('GET, HEAD')
  })
})

describe('another origin', () => {
  const from = (origin: string, more: Record<string, string> = {}) => ({
    headers: { origin, ...more },
  })
  const corsOf = (headers: Headers) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))

  test.each(['/trades', '/trades/999', '/auth/me', '/nothing', '/trpc/trades.list', '/trpc/x'])(
    'that is allowed may read %s, with credentials',
    async (path) => {
      const { headers } = await souk.request('GET', path, from(ALLOWED))
      expect(corsOf(headers)).toEqual({
        'access-control-allow-origin': ALLOWED,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': expect.stringContaining('X-Request-Id'),
      })
      expect(headers.get('vary')).toMatch(/\bOrigin\b/)
    },
  )

  test.each(['https://evil.example', 'http://app.example', `${ALLOWED}.evil.example`, 'null'])(
    '%s is told nothing',
    async (origin) => {
      for (const path of ['/trades', '/nothing', '/trpc/trades.list']) {
        const { headers } = await souk.request('GET', path, from(origin))
        expect(corsOf(headers), path).toEqual({})
      }
      const asked = { 'access-control-request-method': 'POST' }
      const preflight = await souk.request('OPTIONS', '/trades', from(origin, asked))
      expect(corsOf(preflight.headers)).toEqual({})
    },
  )

  test('that is allowed may ask before it sends', async () => {
    for (const path of ['/trades', '/trades/1/buy', '/trpc/trades.create']) {
      const { status, headers } = await souk.request(
        'OPTIONS',
        path,
        from(ALLOWED, {
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization, content-type, idempotency-key',
        }),
      )
      expect(status).toBe(204)
      expect(headers.get('access-control-allow-origin')).toBe(ALLOWED)
      expect(headers.get('access-control-allow-credentials')).toBe('true')
      expect(headers.get('access-control-allow-methods')).toBe('GET,HEAD,POST,PUT,PATCH,DELETE')
      expect(headers.get('access-control-allow-headers')).toMatch(/idempotency-key/)
      expect(headers.get('vary')).toMatch(/\bOrigin\b/)
    }
  })
})

describe('on the wire', () => {
  test('a GET is not affected by its body, nor is what follows it', async () => {
    const body = '{"page":"nonsense","access_token":"nonsense"}'
    const get = lines(
      'GET /trades HTTP/1.1',
      'host: x',
      JSON_TYPE,
      `content-length: ${body.length}`,
    )
    const last = lines('GET /trades HTTP/1.1', 'host: x', 'connection: close')
    expect(statusesIn(await raw(get, body, last))).toEqual([200, 200])
  })

  test('who expects to be asked on is asked on', async () => {
    const body = '{"username":"alice","password":"alice-secret-1"}'
    const head = ['POST /login HTTP/1.1', 'host: x', JSON_TYPE, 'connection: close']
    const length = `content-length: ${body.length}`
    const answer = await raw(lines(...head, length, 'expect: 100-continue'), body)
    expect(statusesIn(answer)).toEqual([100, 200])
  })

  test('what is too large by its head is refused without being read', async () => {
    const head = ['POST /login HTTP/1.1', 'host: x', JSON_TYPE]
    const answer = await raw(lines(...head, 'content-length: 2000000000'), 'x')
    expect(statusesIn(answer)).toEqual([413])
    expect(answer).toMatch(/^connection: close/im)
  })

  test('what is too large in chunks is answered before the connection ends', async () => {
    for (const path of ['/login', '/auth/logout', '/trpc/auth.login']) {
      const head = lines(
        `POST ${path} HTTP/1.1`,
        'host: x',
        JSON_TYPE,
        'transfer-encoding: chunked',
      )
      const chunk = Buffer.concat([
        Buffer.from('10000\r\n'),
        Buffer.alloc(0x10000, ' '),
        Buffer.from('\r\n'),
      ])
      const answer = await raw(head, ...Array(20).fill(chunk))
      expect(statusesIn(answer), path).toEqual([path === '/auth/logout' ? 401 : 413])
      expect(answer).toMatch(/^connection: close/im)
    }
  })

  test('a body that breaks off is nobody’s fault', async () => {
    const port = Number(new URL(souk.url).port)
    for (const path of ['/login', '/trpc/auth.login']) {
      const socket = connect(port, '127.0.0.1')
      socket.write(lines(`POST ${path} HTTP/1.1`, 'host: x', JSON_TYPE, 'content-length: 100'))
      await new Promise((resolve) => socket.write('{"user', resolve))
      await new Promise((resolve) => socket.once('close', resolve).destroy())
    }
    expect((await souk.get('/trades')).status).toBe(200)
    expect(logged.filter((line) => line.includes('"level":50'))).toEqual([])
  })

  test.each([
    ['GET /tra\\des HTTP/1.1', 'a backslash in its path'],
    ['GET trades HTTP/1.1', 'no slash at its start'],
  ])('%s is no request: %s', async (start) => {
    const answer = await raw(lines(start, 'host: x', 'connection: close'))
    expect(statusesIn(answer)).toEqual([400])
  })

  test('a Host that is none is told so, with headers like any other answer', async () => {
    for (const host of ['host: a b', 'host: x/../y', 'host: ']) {
      const answer = await raw(lines('GET /trades HTTP/1.1', host, 'connection: close'))
      expect(statusesIn(answer), host).toEqual([400])
      expect(answer).toMatch(/^x-request-id: /im)
      expect(answer).toContain('"code":"MALFORMED_REQUEST"')
    }
  })

  test('two lengths for one body are refused', async () => {
    const answer = await raw(
      lines(
        'POST /login HTTP/1.1',
        'host: x',
        JSON_TYPE,
        'content-length: 4',
        'transfer-encoding: chunked',
      ),
      lines('2', '{}', '0'),
    )
    expect(statusesIn(answer)).toEqual([400])
  })

  test('headers without end are refused', async () => {
    const answer = await raw(lines('GET /trades HTTP/1.1', 'host: x', `x: ${'x'.repeat(20_000)}`))
    expect(statusesIn(answer)).toEqual([431])
  })

  test('paths are taken as they are', async () => {
    const statusOf = async (path: string) =>
      statusesIn(await raw(lines(`GET ${path} HTTP/1.1`, 'host: x', 'connection: close')))
    expect(await statusOf('/trades')).toEqual([200])
    expect(await statusOf('/trades/')).toEqual([200])
    expect(await statusOf('/%74rades')).toEqual([200])
    expect(await statusOf('http://elsewhere.example/trades')).toEqual([200])
    expect(await statusOf('//trades')).toEqual([404])
    expect(await statusOf('/trades//')).toEqual([404])
    expect(await statusOf('/trades%2F')).toEqual([404])
    expect(await statusOf('/Trades')).toEqual([404])
    expect(await statusOf('/trades/1/..')).toEqual([200])
    expect(await statusOf('/trades/1%2Fmessages')).toEqual([422])
  })
})

test('subscriptions go over sockets, where a dead credential ends them, and not over HTTP', async () => {
  const answer = await souk.request('GET', '/trpc/me.events', {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(answer.body).toMatch(/event: serialized-error\ndata: .*"soukCode":"METHOD_NOT_ALLOWED"/)
})

describe('a fault of ours', () => {
  const secrets = ['geheim-und-lang', 'mallory@example.com', '$argon2', 'Mallory Secretname']
  const account = {
    username: 'mallory',
    email: 'mallory@example.com',
    password: 'geheim-und-lang',
    fullname: 'Mallory Secretname',
  }

  test.each([
    ['plain', '/register', (body: object) => expect(body).toEqual(PLAIN)],
    ['entity', '/auth/register', (body: object) => expect(body).toEqual(ENTITY)],
    [
      'tRPC',
      '/trpc/auth.register',
      (body: { error?: { data: object } }) =>
        expect(body.error).toMatchObject({
          message: PLAIN.message,
          data: { soukCode: PLAIN.code },
        }),
    ],
  ])(
    'is masked for %s, logged once under its id, and gives nothing away',
    async (_, path, expectBody) => {
      await souk.sql('alter table users rename column fullname to gone')
      try {
        const { status, body, headers } = await souk.request('POST', path, { body: account })
        expect(status).toBe(500)
        expectBody(body)
        expect(Object.fromEntries(headers)).toMatchObject(API)
        const errors = logged.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50)
        expect(errors).toHaveLength(1)
        expect(errors[0].requestId).toBe(headers.get('x-request-id'))
        expect(errors[0].err.message).toContain('fullname')
        for (const secret of secrets) expect(logged.join('\n')).not.toContain(secret)
      } finally {
        await souk.sql('alter table users rename column gone to fullname')
      }
      const registered = await souk.request('POST', '/register', {
        body: {
          ...account,
          username: `after-${crypto.randomUUID().slice(0, 8)}`,
          email: undefined,
        },
      })
      expect(registered.status).toBe(201)
    },
  )

  const PLAIN = { message: 'Something went wrong on our side', code: 'INTERNAL_ERROR' }
  const ENTITY = { status: 'failure', entity: null, message: PLAIN.message, success: false }

  test('logs no credential either, whatever carries it', async () => {
    const user = await souk.signUp('carrier')
    const opened = await souk.post('/login', user)
    const opaque = /^session=([^;]*)/.exec(opened.headers.get('set-cookie') ?? '')?.[1] ?? ''
    await souk.sql('alter table sessions rename column revoked_at to gone')
    try {
      for (const credential of [user.token, opaque]) {
        const headers = { authorization: `Bearer ${credential}` }
        const cookie = `session=${credential}`
        const body = { access_token: credential, asset: 'BTC', amount: 1 }
        const answers = [
          await souk.request('GET', '/auth/me', { headers }),
          await souk.request('GET', '/auth/me', { headers: { cookie } }),
          await souk.request('GET', `/auth/me?access_token=${credential}`),
          await souk.request('GET', `/trpc/auth.me?token=${credential}`),
          await souk.request('POST', '/trades', { body }),
        ]
        expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(500))
      }
    } finally {
      await souk.sql('alter table sessions rename column gone to revoked_at')
    }
    expect(logged.length).toBeGreaterThanOrEqual(10)
    const [, payload = ''] = user.token.split('.')
    for (const secret of [opaque, payload]) expect(logged.join('\n')).not.toContain(secret)
  })
})

describe('a database', () => {
  /** Stands between Souk and PostgreSQL, to take the cable out. */
  async function cable(url: string) {
    const { hostname, port } = new URL(url)
    const sockets = new Set<Socket>()
    let state: 'plugged' | 'mute' = 'plugged'
    const server: Server = createServer((near) => {
      const far = connect(Number(port), hostname)
      for (const socket of [near, far]) {
        sockets.add(socket)
        const other = socket === near ? far : near
        socket.on('error', () => {}).on('close', () => other.destroy())
      }
      near.on('data', (chunk) => void (state === 'plugged' && far.write(chunk)))
      far.on('data', (chunk) => void (state === 'plugged' && near.write(chunk)))
    })
    const listen = (port: number) =>
      new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    await listen(0)
    const own = (server.address() as AddressInfo).port
    const cut = async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    }
    return {
      url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(own) }).href,
      cut,
      plug: () => listen(own),
      mute: () => {
        state = 'mute'
      },
    }
  }

  let behind: TestSouk
  let line: Awaited<ReturnType<typeof cable>>
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await createTestDatabase()
    drop = database.drop
    line = await cable(database.url)
    behind = await startTestSouk({ DATABASE_URL: line.url }, {}, log)
  })
  afterAll(async () => {
    await line.cut().catch(() => {})
    await behind.stop()
    await drop()
  })

  const asked = async () => {
    const login = { username: 'admin', password: 'whatever it is' }
    return [
      await behind.get('/trades'),
      await behind.get('/auth/me', 'cs_some_token'),
      await behind.post('/login', login),
      await behind.post('/register', { ...login, username: 'somebody' }),
      await behind.request('GET', '/trpc/trades.list'),
    ]
  }

  test('that goes away is 503 in every dialect and no fault; when it is back, so are we', async () => {
    expect((await behind.request('GET', '/health/ready')).status).toBe(200)
    await line.cut()
    for (let round = 0; round < 2; round += 1) {
      const [list, me, login, register, trpc] = await asked()
      const message = 'The service is busy, please try again'
      const plain = { status: 503, body: { message, code: 'UNAVAILABLE' } }
      expect(list).toMatchObject(plain)
      expect(me).toMatchObject({ status: 503, body: { status: 'failure', message } })
      expect(login).toMatchObject(plain)
      expect(register).toMatchObject(plain)
      expect(trpc).toMatchObject({ status: 503, body: { error: { message } } })
      expect(list?.headers.get('retry-after')).toBe('1')
      expect(trpc?.headers.get('retry-after')).toBe('1')
    }
    const ready = await behind.request('GET', '/health/ready')
    expect(ready).toMatchObject({
      status: 503,
      body: { status: 'unavailable', database: 'unreachable' },
    })
    expect((await behind.request('GET', '/health/live')).status).toBe(200)
    expect(logged.filter((text) => text.includes('unexpected error'))).toEqual([])

    await line.plug()
    expect((await behind.get('/trades')).status).toBe(200)
    expect((await behind.request('GET', '/health/ready')).status).toBe(200)
  })

  test('that ends our connections while we work is 503 at worst', async () => {
    const { pathname } = new URL(line.url)
    const end = `select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = '${pathname.slice(1)}' and pid <> pg_backend_pid()`
    for (let round = 0; round < 5; round += 1) {
      const work = Array.from({ length: 12 }, (_, i) =>
        i % 3 === 0
          ? behind.post('/register', { username: `busy-${round}-${i}`, password: 'busy as a bee' })
          : behind.get('/trades'),
      )
      await souk.sql(end)
      for (const { status } of await Promise.all(work)) expect([200, 201, 503]).toContain(status)
    }
    expect(logged.filter((text) => text.includes('unexpected error'))).toEqual([])
  })

  test('that says nothing any more makes us unready, and soon', async () => {
    line.mute()
    const start = performance.now()
    expect((await behind.request('GET', '/health/ready')).status).toBe(503)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('X-Forwarded-For', () => {
  const askFrom = (server: TestSouk, address: string) =>
    server.request('GET', '/trades', { headers: { 'x-forwarded-for': address } })

  test.each([
    ['is nothing to us without TRUST_PROXY', {}, [200, 200, 429]],
    ['is believed behind a proxy of ours', { TRUST_PROXY: '1' }, [200, 200, 200]],
  ])('%s', async (_, environment, statuses) => {
    const server = await startTestSouk({ RATE_LIMIT_ANONYMOUS: '2', ...environment })
    try {
      const answers = [
        await askFrom(server, '203.0.113.1'),
        await askFrom(server, '203.0.113.2'),
        await askFrom(server, '203.0.113.3'),
      ]
      expect(answers.map(({ status }) => status)).toEqual(statuses)
    } finally {
      await server.stop()
    }
  })

  test('goes with X-Forwarded-Proto, which makes the cookie Secure', async () => {
    const body = { username: 'alice', password: 'alice-secret-1' }
    const headers = { 'x-forwarded-proto': 'https' }
    const plain = await souk.request('POST', '/login', { body, headers })
    expect(plain.headers.get('set-cookie')).not.toContain('Secure')
    const proxied = await startTestSouk({ DATABASE_URL: souk.databaseUrl, TRUST_PROXY: '1' })
    try {
      const secure = await proxied.request('POST', '/login', { body, headers })
      expect(secure.headers.get('set-cookie')).toMatch(/; Secure$/)
    } finally {
      await proxied.stop()
    }
  })
})
