import { createHmac } from 'node:crypto'
import { contract, fileFieldOf, type Procedure, procedures, type RestRoute } from '@souk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, RequestOptions } from '../../src/testing/http-client.ts'
import { ADMIN, startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

const MINUTE = 60_000
const ALLOWED = 'https://app.example'

let now = new Date('2026-05-01T12:00:00Z')
let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({ CORS_ORIGINS: `${ALLOWED}/` }, { clock: () => now })
})
afterAll(() => souk.stop())

/** Everything one log-in gives. */
interface Session {
  readonly access: string
  readonly refresh: string
  /** The opaque token, which is the cookie's value. */
  readonly opaque: string
}

let users = 0
async function newUser(): Promise<{ username: string; password: string }> {
  users += 1
  const username = `user${users}`
  const password = `${username}-secret-1`
  expect((await souk.post('/register', { username, password })).status).toBe(201)
  return { username, password }
}

async function logIn(user: { username: string; password: string }): Promise<Session> {
  const { status, body, headers } = await souk.post('/auth/login', user)
  expect(status, JSON.stringify(body)).toBe(200)
  const { access, refresh } = body.entity
  return { access, refresh, opaque: cookieIn(headers) }
}

const cookieIn = (headers: Headers) =>
  /^session=([^;]*)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? ''

const newSession = async () => logIn(await newUser())

const me = (token: string) => souk.get('/auth/me', token)
const byCookie = (session: Session, headers: Record<string, string> = {}): RequestOptions => ({
  headers: { cookie: `theme=dark; session=${session.opaque}; other=1`, ...headers },
})
const pairIn = ({ body }: Answer): Pick<Session, 'access' | 'refresh'> => ({
  access: body.entity.access,
  refresh: body.entity.refresh,
})
const later = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds)
}
const refreshWith = (refresh: string, key?: string) =>
  souk.request('POST', '/auth/refresh', {
    body: { refresh },
    headers: key === undefined ? {} : { 'idempotency-key': key },
  })

/** Every way to carry a credential; a body only where there is one. */
type Carried = { query?: string; body?: object } & RequestOptions
const CARRIERS: Record<string, (token: string, fields: object) => Carried> = {
  'Authorization: Bearer': (token) => ({ token }),
  'Authorization: bearer': (token) => ({ headers: { authorization: `bearer  ${token}` } }),
  'the session cookie': (token) => ({ headers: { cookie: `a=b; session=${token}` } }),
  '?access_token=': (token) => ({ query: `?access_token=${token}` }),
  '?token=': (token) => ({ query: `?token=${token}` }),
  'access_token in the body': (token, fields) => ({ body: { ...fields, access_token: token } }),
  'access_token around data': (token, data) => ({ body: { data, access_token: token } }),
}
const inBody = (carrier: string) => carrier.startsWith('access_token')

async function send(method: string, path: string, carrier: string, token: string, fields: object) {
  const { query = '', ...options } = CARRIERS[carrier]?.(token, fields) ?? {}
  const body = method === 'GET' ? undefined : (options.body ?? fields)
  return souk.request(method, path + query, { ...options, body })
}

/** Every REST path that looks at credentials, with numbers for its parameters. */
const guarded = [...procedures(contract)].flatMap(({ procedure }) =>
  procedure.access === 'public'
    ? []
    : procedure.rest
        .map((rest) => ({ procedure, rest, ...described(procedure, rest) }))
        // Of a GET that both reads and changes, fetch can ask for the reading only.
        .filter(({ takesCookie, path }) => takesCookie || !path.startsWith('/exec/user/settings/')),
)
function described(procedure: Procedure, { method, path }: RestRoute) {
  const { access, kind } = procedure
  const takesCookie = method !== 'GET' || kind !== 'mutation'
  // A form with a file has no other fields.
  const takesFile = fileFieldOf(procedure) !== undefined
  return { method, path: path.replace(/\{\w+\}/g, '999'), access, takesCookie, takesFile }
}
const needsOne = guarded.filter(({ access }) => access !== 'anyone')

/** Where document 5 says no more of a room that is not there. */
const NO_ROOM = [expect.toBeOneOf([400, 403]), expect.not.stringMatching('Unauthorized')]

describe('a good credential', () => {
  const kinds = ['JWT', 'opaque token'] as const
  const ways = Object.keys(CARRIERS).flatMap((carrier) => kinds.map((kind) => ({ carrier, kind })))

  test.each(ways)(
    'is accepted as $carrier with a $kind on every path',
    async ({ carrier, kind }) => {
      const user = await newUser()
      const session = await logIn(user)
      for (const { method, path, access, takesCookie, takesFile } of guarded) {
        if (inBody(carrier) && (method === 'GET' || takesFile)) continue
        if (carrier === 'the session cookie' && !takesCookie) continue
        const current = path.endsWith('/auth/logout') ? await logIn(user) : session
        const token = kind === 'JWT' ? current.access : current.opaque
        const { status, body } = await send(method, path, carrier, token, {})
        if (access === 'staff') expect(status, `${method} ${path}`).toBe(403)
        else if (/\/chats\/.*999/.test(path)) expect([status, body.message]).toEqual(NO_ROOM)
        else expect([401, 403], `${method} ${path}`).not.toContain(status)
      }
    },
  )

  test.each(ways)('does its work as $carrier with a $kind', async ({ carrier, kind }) => {
    const session = await newSession()
    const token = kind === 'JWT' ? session.access : session.opaque
    const made = await send('POST', '/trades', carrier, token, { asset: 'BTC', amount: '1.5' })
    expect(made).toMatchObject({ status: 201, body: { message: 'Trade created' } })
    const seen = await souk.get(`/trades/${made.body.id}`, session.access)
    expect(seen.body).toMatchObject({ seller_name: `user${users}`, amount: '1.50' })
  })

  test('put in by hand goes before the cookie that the browser adds', async () => {
    const [alice, bob] = [await newSession(), await newSession()]
    const { headers = {} } = byCookie(bob)
    const name = async (options: RequestOptions, path = '/auth/me') =>
      (await souk.request('GET', path, options)).body.entity?.username
    const ofAlice = await name({ token: alice.access })
    expect(await name({ token: alice.access, headers })).toBe(ofAlice)
    expect(await name({ headers }, `/auth/me?access_token=${alice.access}`)).toBe(ofAlice)

    const body = { access_token: alice.access, asset: 'BTC', amount: '1' }
    const made = await souk.request('POST', '/trades', { headers, body })
    expect(made.status).toBe(201)
    expect((await souk.get(`/trades/${made.body.id}`)).body.seller_name).toBe(ofAlice)
    const stale = { cookie: 'session=cs_stale' }
    expect((await souk.request('POST', '/trades', { headers: stale, body })).status).toBe(201)
  })

  test('twice is good where both say the same, and none where they differ', async () => {
    const [alice, bob] = [await newSession(), await newSession()]
    const trade = { asset: 'BTC', amount: '1' }
    const statuses = async (other: string) => {
      const token = alice.access
      const body = { ...trade, access_token: other }
      const calls = [
        souk.request('POST', '/trades', { token, body }),
        souk.request('GET', `/auth/me?access_token=${other}`, { token }),
        souk.request('GET', `/auth/me?access_token=${other}&token=${token}`, {}),
      ]
      return (await Promise.all(calls)).map(({ status }) => status)
    }
    expect(await statuses(alice.access)).toEqual([201, 200, 200])
    expect(await statuses(bob.access)).toEqual([401, 401, 401])
  })
})

describe('a bad credential', () => {
  const bad = ['x', 'cs_', `cs_${'0'.repeat(10)}_${'0'.repeat(48)}`, 'a.b.c', '%00', "' or 1=1"]

  test.each(Object.keys(CARRIERS))('as %s is 401 on every path', async (carrier) => {
    for (const { method, path, access } of guarded) {
      if (inBody(carrier) && method === 'GET') continue
      // A stale cookie sent along unasked is no reason to hide what anyone may see.
      const isIgnored = carrier === 'the session cookie' && access === 'anyone'
      const answer = await send(method, path, carrier, 'cs_nonsense', {})
      expect(answer.status, `${method} ${path}`).toBe(
        isIgnored ? 200 + (path.includes('999') ? 204 : 0) : 401,
      )
      if (!isIgnored) expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  test('is 401 whatever it looks like', async () => {
    for (const token of bad) {
      const answer = await souk.request('GET', '/auth/me', {
        headers: { authorization: `Bearer ${token}` },
      })
      expect(answer.status, token).toBe(401)
    }
  })

  test('that is no Bearer token is 401, even with a good cookie beside it', async () => {
    const session = await newSession()
    const { headers } = byCookie(session)
    const others = [
      `Basic ${btoa('user1:user1-secret-1')}`,
      'Bearer',
      `Token ${session.access}`,
      session.access,
      `Bearer ${session.access} ${session.access}`,
      `Bearer ${session.access}, Bearer ${session.access}`,
    ]
    for (const authorization of others) {
      for (const path of ['/auth/me', '/trades', '/trades/999']) {
        const answer = await souk.request('GET', path, { headers: { ...headers, authorization } })
        expect(answer.status, `${authorization} at ${path}`).toBe(401)
      }
    }
  })

  test('is not even looked at where none is wanted', async () => {
    const user = await newUser()
    for (const headers of [
      { authorization: 'Basic nonsense' },
      { authorization: 'Bearer nonsense' },
      { cookie: 'session=cs_stale' },
      { cookie: 'session=cs_stale', origin: 'https://evil.example' },
    ]) {
      const answer = await souk.request('POST', '/login', { body: user, headers })
      expect(answer.status, JSON.stringify(headers)).toBe(200)
      expect(cookieIn(answer.headers)).toMatch(/^cs_/)
    }
  })
})

describe('no credential', () => {
  const bodies: Record<string, RequestInit> = {
    'no body': {},
    'a good body': { body: '{"asset":"BTC","amount":1}', headers: json() },
    'broken JSON': { body: '{', headers: json() },
    'an array': { body: '[]', headers: json() },
    'a form': { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    'no type': { body: new Uint8Array([123, 125]) },
    'broken UTF-8': { body: new Uint8Array([123, 255, 125]), headers: json() },
    'too large a body': { body: `{"a":"${'x'.repeat(1.5e6)}"}`, headers: json() },
    'too large a body in chunks': { body: chunks(1.5e6), headers: json() },
    'an access_token that is none': { body: '{"access_token":1}', headers: json() },
  }
  function json() {
    return { 'content-type': 'application/json' }
  }
  /** Bodies can be read once, so these are made anew for each request. */
  function chunks(size: number): never {
    return (() =>
      new ReadableStream({
        start(controller) {
          for (let sent = 0; sent < size; sent += 65_536) {
            controller.enqueue(new Uint8Array(65_536).fill(32))
          }
          controller.close()
        },
      })) as never
  }

  test.each(Object.entries(bodies))('is 401 with %s', async (_, init) => {
    for (const { method, path } of needsOne) {
      if (method === 'GET') continue
      const body =
        typeof init.body === 'function'
          ? (init.body as () => NonNullable<RequestInit['body']>)()
          : init.body
      const duplex = { duplex: 'half' } as object
      const response = await fetch(souk.url + path, {
        ...init,
        ...duplex,
        method,
        body: body ?? null,
      })
      expect(response.status, `${method} ${path}`).toBe(401)
      expect(await response.text()).toMatch(/Authentication required|Unauthorized/)
    }
  })

  test('is 401 on every path that reads', async () => {
    for (const { method, path } of needsOne) {
      if (method !== 'GET') continue
      const answer = await souk.get(path)
      expect(answer.status, path).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })
})

describe('a cookie', () => {
  test.each([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['a look-alike of an allowed site', { origin: `${ALLOWED}.evil.example` }, 403],
    ['an allowed host over plain HTTP', { origin: 'http://app.example' }, 403],
    ['a file or a sandboxed frame', { origin: 'null' }, 403],
    ['nonsense', { origin: 'nonsense' }, 403],
    ['another site, by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sister site, by Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }, 403],
    ['our own site, by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }, 201],
    ['the address bar', { 'sec-fetch-site': 'none' }, 201],
    ['an allowed site', { origin: ALLOWED }, 201],
    ['an allowed site, across', { origin: ALLOWED, 'sec-fetch-site': 'cross-site' }, 201],
    ['no browser', {}, 201],
  ])('from %s changes something with %o: %i', async (_, headers, status) => {
    const session = await newSession()
    const body = { asset: 'BTC', amount: 1 }
    const answer = await souk.request('POST', '/trades', { ...byCookie(session, headers), body })
    expect(answer.status).toBe(status)
    const trpc = await souk.request('POST', '/trpc/trades.create', {
      ...byCookie(session, headers),
      body,
    })
    expect(trpc.status).toBe(status === 201 ? 200 : 403)
    const reads = await souk.request('GET', '/auth/me', byCookie(session, headers))
    expect(reads.status).toBe(200)
  })

  test('from our own origin changes something', async () => {
    const body = { asset: 'BTC', amount: 1 }
    const own = byCookie(await newSession(), { origin: souk.url })
    expect((await souk.request('POST', '/trades', { ...own, body })).status).toBe(201)
  })

  test('alone is bound to sites: other credentials do not care', async () => {
    const session = await newSession()
    const body = { asset: 'BTC', amount: 1 }
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const carriers = Object.keys(CARRIERS).filter((name) => !name.includes('cookie'))
    for (const carrier of carriers) {
      const { query = '', ...options } = CARRIERS[carrier]?.(session.access, body) ?? {}
      const all = { body, ...options, headers: { ...headers, ...options.headers } }
      expect((await souk.request('POST', `/trades${query}`, all)).status, carrier).toBe(201)
    }
    const beside = byCookie(session, { ...headers, authorization: `Bearer ${session.access}` })
    expect((await souk.request('POST', '/trades', { ...beside, body })).status).toBe(201)
  })

  test('is HttpOnly and Lax, lives as long as the session, and log-out clears it', async () => {
    const user = await newUser()
    const opened = await souk.post('/login', user)
    const cookie = opened.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^session=cs_\w+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/)
    const session = await logIn(user)
    const closed = await souk.request('POST', '/auth/logout', byCookie(session))
    expect(closed.headers.get('set-cookie')).toMatch(/^session=; .*Max-Age=0/)
  })
})

describe('a JWT', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const forge = (header: object, payload: object, secret: string, hash = 'sha256') => {
    const signed = `${encode(header)}.${encode(payload)}`
    return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`
  }
  const payloadOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

  test('works for an hour and not a second longer; the session goes on', async () => {
    const { access, refresh } = await newSession()
    const start = now
    now = new Date(start.getTime() + 59 * MINUTE + 59_000)
    expect((await me(access)).status).toBe(200)
    now = new Date(start.getTime() + 60 * MINUTE)
    expect((await me(access)).status).toBe(401)
    const next = await refreshWith(refresh)
    expect((await me(next.body.entity.access)).status).toBe(200)
  })

  test('counts only with our signature by our algorithm', async () => {
    const { access } = await newSession()
    const payload = payloadOf(access)
    const good = forge({ alg: 'HS256' }, payload, TEST_SECRET)
    expect((await me(good)).status, 'the forge itself works').toBe(200)

    const [head = '', body = '', signature = ''] = access.split('.')
    const forged = [
      `${encode({ alg: 'none' })}.${body}.`,
      `${encode({ alg: 'none' })}.${body}.${signature}`,
      `${encode({ alg: 'None' })}.${body}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      `${head}.${encode({ ...payload, sub: '1' })}.${signature}`,
      `${head}.${encode({ ...payload, exp: 9e9 })}.${signature}`,
      forge({ alg: 'HS256' }, payload, 'another key, also of thirty-two characters'),
      forge({ alg: 'HS256' }, payload, ''),
      forge({ alg: 'HS512' }, payload, TEST_SECRET, 'sha512'),
      forge({ alg: 'RS256' }, payload, TEST_SECRET),
      forge({ alg: 'HS256', crit: ['x'], x: 1 }, payload, TEST_SECRET),
    ]
    for (const token of forged) expect((await me(token)).status, token).toBe(401)
  })

  test('names a session, and what else it says of its owner does not count', async () => {
    const { access } = await newSession()
    const name = (await me(access)).body.entity.username
    const other = forge({ alg: 'HS256' }, { ...payloadOf(access), sub: '1' }, TEST_SECRET)
    expect((await me(other)).body.entity.username).toBe(name)
  })
})

describe('takes effect at once:', () => {
  const isDead = async (session: Session) => {
    expect((await me(session.access)).status).toBe(401)
    expect((await me(session.opaque)).status).toBe(401)
    expect((await souk.request('GET', '/auth/me', byCookie(session))).status).toBe(401)
    expect((await refreshWith(session.refresh)).status).toBe(401)
  }

  test('log-out ends its session and no other', async () => {
    const user = await newUser()
    const [first, second] = [await logIn(user), await logIn(user)]
    expect((await souk.post('/auth/logout', {}, first.access)).status).toBe(200)
    await isDead(first)
    expect((await me(second.access)).status).toBe(200)
  })

  test('a changed password ends every other session', async () => {
    const user = await newUser()
    const [own, other] = [await logIn(user), await logIn(user)]
    const password = 'a completely different one'
    const change = (current: string) =>
      souk.post('/auth/password', { current_password: current, new_password: password }, own.access)
    expect((await change('wrong')).status).toBe(401)
    expect((await me(other.access)).status).toBe(200)
    expect((await change(user.password)).status).toBe(200)
    await isDead(other)
    expect((await me(own.access)).status).toBe(200)
    expect((await souk.post('/login', user)).status).toBe(401)
    expect((await souk.post('/login', { ...user, password })).status).toBe(200)
  })

  test('a log-in under way does not outrun a changed password', async () => {
    const user = await newUser()
    const { access } = await logIn(user)
    const password = 'a completely different one'
    const [change, ...logins] = await Promise.all([
      souk.post(
        '/auth/password',
        { current_password: user.password, new_password: password },
        access,
      ),
      ...Array.from({ length: 8 }, () => souk.post('/login', user)),
    ])
    expect(change.status).toBe(200)
    for (const { status, body } of logins) {
      if (status === 200) expect((await me(body.token)).status).toBe(401)
      else expect([401, 429]).toContain(status)
    }
  })

  test('a ban ends all there is and lets nobody in', async () => {
    const user = await newUser()
    const sessions = [await logIn(user), await logIn(user)]
    await souk.sql(`update users set is_active = false where username = '${user.username}'`)
    for (const session of sessions) await isDead(session)
    const refused = await souk.post('/login', user)
    const unknown = await souk.post('/login', { username: 'nobody', password: 'whatever' })
    expect(refused).toMatchObject({ status: 401, body: unknown.body })
    await souk.sql(`update users set is_active = true where username = '${user.username}'`)
    expect((await souk.post('/login', user)).status).toBe(200)
  })
})

describe('a refresh token', () => {
  test('works once and gives the next pair and the next cookie', async () => {
    const first = await newSession()
    const { status, body, headers } = await refreshWith(first.refresh)
    expect(status).toBe(200)
    const second = { ...body.entity, opaque: cookieIn(headers) } as Session
    expect(new Set([first.refresh, second.refresh]).size).toBe(2)
    expect((await me(second.access)).status).toBe(200)
    expect((await me(second.opaque)).status).toBe(200)
    expect((await me(first.opaque)).status, 'the cookie is replaced').toBe(401)
    expect((await refreshWith(second.refresh)).status).toBe(200)
  })

  test('shown again after half a minute ends the whole family, and no other', async () => {
    const user = await newUser()
    const [stolen, other] = [await logIn(user), await logIn(user)]
    const thief = await refreshWith(stolen.refresh)
    later(30_001)
    const owner = await refreshWith(stolen.refresh)
    expect(owner.status).toBe(401)
    expect((await me(thief.body.entity.access)).status).toBe(401)
    expect((await refreshWith(thief.body.entity.refresh)).status).toBe(401)
    expect((await me(other.access)).status).toBe(200)
  })

  test('shown again later ends the family also under an Idempotency-Key', async () => {
    for (const [first, second] of [
      ['first', 'second'],
      ['third', undefined],
      [undefined, 'fourth'],
    ]) {
      const stolen = await newSession()
      const thief = await refreshWith(stolen.refresh, first)
      expect(thief.status).toBe(200)
      later(30_001)
      expect((await refreshWith(stolen.refresh, second)).status).toBe(401)
      expect((await me(thief.body.entity.access)).status).toBe(401)
    }
  })

  test('shown again within half a minute gives the same pair, through every door', async () => {
    const { refresh } = await newSession()
    const first = await refreshWith(refresh)
    later(30_000)
    const trpc = await souk.post('/trpc/auth.refresh', { refresh })
    expect(trpc.body.result.data).toMatchObject(pairIn(first))
    for (const key of [undefined, 'tab-1', 'tab-2']) {
      const again = await refreshWith(refresh, key)
      expect(again.status).toBe(200)
      expect(again.body).toEqual(first.body)
      expect(cookieIn(again.headers)).toBe(cookieIn(first.headers))
    }
    expect((await me(first.body.entity.access)).status).toBe(200)
    expect((await refreshWith(first.body.entity.refresh)).status).toBe(200)
  })

  test('that has been used gives nothing after log-out', async () => {
    const { refresh } = await newSession()
    const { access } = pairIn(await refreshWith(refresh))
    expect((await souk.post('/auth/logout', {}, access)).status).toBe(200)
    expect((await refreshWith(refresh)).status).toBe(401)
  })

  test('that has been used gives nothing after a change of password', async () => {
    const user = await newUser()
    const { refresh } = await logIn(user)
    const { access } = pairIn(await refreshWith(refresh))
    const change = { current_password: user.password, new_password: 'another-secret-1' }
    expect((await souk.post('/auth/password', change, access)).status).toBe(200)
    expect((await refreshWith(refresh)).status).toBe(401)
  })

  test('that has been used gives nothing after a ban, lifted or not', async () => {
    const user = await newUser()
    const { refresh } = await logIn(user)
    const pair = pairIn(await refreshWith(refresh))
    const id = (await me(pair.access)).body.entity.id
    const admin = (await logIn(ADMIN)).access
    for (const is_active of [false, true]) {
      const path = `/exec/user/settings/${id}/`
      const { status } = await souk.request('PATCH', path, { body: { is_active }, token: admin })
      expect(status).toBe(200)
      expect((await refreshWith(refresh)).status).toBe(401)
    }
  })

  test('gives the same answer to the same request under the same key', async () => {
    const { refresh } = await newSession()
    const [first, ...again] = await Promise.all(
      Array.from({ length: 4 }, () => refreshWith(refresh, 'the-same')),
    )
    expect(first?.status).toBe(200)
    for (const answer of again) expect(answer.body).toEqual(first?.body)
    const late = await refreshWith(refresh, 'the-same')
    expect(late.headers.get('idempotent-replayed')).toBe('true')
    expect(late.body).toEqual(first?.body)
    expect((await me(first?.body.entity.access)).status).toBe(200)
    expect((await refreshWith('rt_other', 'the-same')).status).toBe(422)
  })

  test('shown ten times at once gives all of them one pair', async () => {
    const { refresh } = await newSession()
    const answers = await Promise.all(Array.from({ length: 10 }, () => refreshWith(refresh)))
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      expect(body).toEqual(answers[0]?.body)
    }
    expect((await me(answers[0]?.body.entity.access)).status).toBe(200)
  })

  test('lives thirty days after its last use', async () => {
    const { refresh, opaque } = await newSession()
    const start = now
    now = new Date(start.getTime() + 30 * 1440 * MINUTE - 1000)
    const next = await refreshWith(refresh)
    expect(next.status).toBe(200)
    now = new Date(now.getTime() + 30 * 1440 * MINUTE)
    expect((await refreshWith(next.body.entity.refresh)).status).toBe(401)
    expect((await me(opaque)).status).toBe(401)
  })

  test('is no credential, and no credential is a refresh token', async () => {
    const { access, refresh, opaque } = await newSession()
    expect((await me(refresh)).status).toBe(401)
    for (const token of [access, opaque, 'rt_', 'nonsense']) {
      expect((await refreshWith(token)).status, token).toBe(401)
    }
  })
})

describe('staff from ADMIN_USERNAME and ADMIN_PASSWORD', () => {
  const restart = async (environment: Record<string, string>) => {
    const next = await startTestSouk(
      { DATABASE_URL: souk.databaseUrl, ...environment },
      { clock: () => now },
    )
    await next.stop()
  }

  test('is there after the first start', async () => {
    const { access } = await logIn(ADMIN)
    expect((await me(access)).body.entity).toMatchObject({ username: 'admin', is_staff: true })
  })

  test('keeps its sessions when nothing has changed, and loses them with the password', async () => {
    const { access } = await logIn(ADMIN)
    await restart({})
    expect((await me(access)).status).toBe(200)
    const password = 'another-admin-password'
    await restart({ ADMIN_PASSWORD: password })
    expect((await me(access)).status).toBe(401)
    expect((await souk.post('/login', ADMIN)).status).toBe(401)
    expect((await souk.post('/login', { ...ADMIN, password })).status).toBe(200)
    await restart({})
  })

  test('takes over an account of the same name, whoever had it', async () => {
    const squatter = await newUser()
    const { access } = await logIn(squatter)
    await restart({ ADMIN_USERNAME: squatter.username.toUpperCase() })
    expect((await me(access)).status).toBe(401)
    expect((await souk.post('/login', squatter)).status).toBe(401)
    const { username } = squatter
    const owner = await logIn({ username, password: ADMIN.password })
    expect((await me(owner.access)).body.entity).toMatchObject({ username, is_staff: true })
  })

  test('is one account, however many processes start at once', async () => {
    const starts = [1, 2, 3].map(() => restart({ ADMIN_USERNAME: 'second-admin' }))
    await Promise.all(starts)
    expect(
      (await souk.post('/login', { username: 'second-admin', password: ADMIN.password })).status,
    ).toBe(200)
  })
})

test('logging in over tRPC opens the browser’s session too, and logging out ends it', async () => {
  const { username, password } = await souk.signUp('cookie_over_trpc')
  const login = await souk.post('/trpc/auth.login', { username, password })
  const cookie = login.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^session=cs_\w+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/)
  const headers = { cookie: cookie.split(';')[0] ?? '' }
  expect((await souk.request('GET', '/auth/me', { headers })).status).toBe(200)
  const logout = await souk.request('POST', '/trpc/auth.logout', { headers, body: {} })
  expect(logout.headers.get('set-cookie')).toMatch(/^session=; .*Max-Age=0$/)
  expect((await souk.request('GET', '/auth/me', { headers })).status).toBe(401)
})
