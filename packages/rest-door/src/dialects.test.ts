import { implement, UNLIMITED } from '@souk/api'
import {
  coin,
  coinShown,
  contract,
  type Dialect,
  ERROR_CODES,
  type ErrorCode,
  id,
  mutation,
  named,
  pageFields,
  pageOf,
  procedures,
  query,
  type RestRoute,
  SoukError,
  text,
  time,
} from '@souk/contract'
import { Hono } from 'hono'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { mountRest } from './mount.ts'
import { compileRoute } from './route.ts'

const DIALECTS: Dialect[] = ['plain', 'entity', 'data', 'rooms']

const Line = z.object({ itemId: id(), rating: named('averate_rating', z.number()), soldAt: time() })

const Thing = z.object({
  id: id(),
  unitPrice: z.string(),
  coin: coinShown(),
  madeAt: time(),
  note: z.string().nullable(),
  label: z.string().optional(),
  password: z.literal('[redacted]').default('[redacted]'),
  made: named('craeted', z.boolean()),
  owner: z.object({ firstName: z.string(), lastSeen: time().nullable() }).nullable(),
  lines: z.array(Line),
})

const thing = {
  id: 7,
  unitPrice: '1.50',
  coin: 'btc',
  madeAt: '2025-10-02T12:00:00.123Z',
  note: null,
  made: true,
  owner: { firstName: 'Ann', lastSeen: '2025-10-02T12:00:00.000Z' },
  lines: [{ itemId: 1, rating: 4.5, soldAt: '2025-10-02T12:00:01.000Z' }],
} as const

/** The thing as the snake-case documents show it, but for its times and its coin. */
const SNAKE = (at: (second: string) => string, coin: string) => ({
  id: 7,
  unit_price: '1.50',
  coin,
  made_at: at('00.123'),
  note: null,
  password: '[redacted]',
  craeted: true,
  owner: { first_name: 'Ann', last_seen: at('00.000') },
  lines: [{ item_id: 1, averate_rating: 4.5, sold_at: at('01.000') }],
})

const SHOWN: Record<Dialect, object> = {
  plain: SNAKE((second) => `2025-10-02 12:00:${second.slice(0, 2)}`, 'BTC'),
  entity: SNAKE((second) => `2025-10-02T12:00:${second}000Z`, 'btc'),
  data: {
    id: 7,
    unitPrice: '1.50',
    coin: 'BTC',
    madeAt: '2025-10-02T12:00:00Z',
    note: null,
    password: '[redacted]',
    craeted: true,
    owner: { firstName: 'Ann', lastSeen: '2025-10-02T12:00:00Z' },
    lines: [{ itemId: 1, averate_rating: 4.5, soldAt: '2025-10-02T12:00:01Z' }],
  },
  rooms: SNAKE((second) => `2025-10-02T12:00:${second}Z`, 'BTC'),
}

/** One of each kind of route, in one dialect. */
function branch(dialect: Dialect) {
  const at = (method: RestRoute['method'], path: string, more: Partial<RestRoute> = {}) => [
    { method, path: `/${dialect}${path}` as const, dialect, ...more },
  ]
  const shared = { access: 'public', summary: '' } as const
  return {
    // Before `mine`, so that the door has to find out by itself which comes first.
    get: query({
      ...shared,
      input: z.object({ id: id() }),
      output: Thing,
      rest: at('GET', '/things/{id}'),
    }),
    mine: query({
      ...shared,
      input: z.object({}),
      output: z.array(Thing),
      rest: at('GET', '/things/mine'),
    }),
    page: query({
      ...shared,
      input: z.object({
        inStock: z.boolean().default(false),
        minPrice: z.number().optional(),
        asset: coin().optional(),
        ...pageFields(20),
      }),
      output: pageOf(Thing),
      rest: at('GET', '/things/', { under: 'things' }),
    }),
    create: mutation({
      ...shared,
      input: z.object({
        unitPrice: text(1, 10),
        word: named('wrod', z.string().optional()),
        sendTo: z
          .object({ streetName: z.string(), lines: z.array(z.object({ itemId: id() })) })
          .optional(),
      }),
      output: Thing,
      rest: at('POST', '/things', { status: 201, message: 'Made', under: 'thing' }),
    }),
    change: mutation({
      ...shared,
      input: z.object({ id: id(), unitPrice: text(1, 10) }),
      output: Thing,
      rest: at('PUT', '/things/{id}', { message: 'Changed', view: Thing.pick({ id: true }) }),
    }),
    remove: mutation({
      ...shared,
      input: z.object({ id: id() }),
      output: z.null(),
      rest: at('DELETE', '/things/{id}', { message: 'Removed' }),
    }),
    silent: query({
      ...shared,
      input: z.object({}),
      output: Thing,
      rest: at('GET', '/silent', { view: Thing.pick({ id: true }) }),
    }),
    fail: mutation({
      ...shared,
      input: z.object({
        code: z.enum(ERROR_CODES),
        sendTo: z.object({ streetName: z.string() }).optional(),
      }),
      output: z.null(),
      rest: at('POST', '/fail/{code}'),
    }),
    crash: query({ ...shared, input: z.object({}), output: z.null(), rest: at('GET', '/crash') }),
  }
}

const tiny = {
  plain: branch('plain'),
  entity: branch('entity'),
  data: branch('data'),
  rooms: branch('rooms'),
}

/** What the verbs were given. */
let given: unknown[] = []
let reported: unknown[] = []
beforeEach(() => {
  given = []
  reported = []
})

const answering = (answer: unknown) => async (_: unknown, input: unknown) => {
  given.push(input)
  return answer
}

const verbs = {
  get: answering(thing),
  mine: answering([thing]),
  page: async (_: unknown, input: { page: number; perPage: number }) => {
    given.push(input)
    return { items: [thing], page: input.page, perPage: input.perPage, total: 41 }
  },
  create: answering(thing),
  change: answering(thing),
  remove: answering(null),
  silent: answering(thing),
  fail: async (_: unknown, { code }: { code: ErrorCode }) => {
    const field = { path: ['sendTo', 'streetName'], message: 'is wrong' }
    const isField = code === 'VALIDATION_FAILED'
    throw new SoukError(code, `said ${code}`, isField ? { fields: [field] } : {})
  },
  crash: async () => {
    throw new Error('select secret from somewhere')
  },
}

/** It is always the caller's turn. */
const atOnce = (_group: string, _caller: string, task: () => Promise<unknown>) => task()

const app = new Hono()
mountRest(app, {
  operations: implement(tiny, {
    plain: verbs,
    entity: verbs,
    data: verbs,
    rooms: verbs,
  } as never),
  contextOf: () => ({
    core: { address: 'test', clock: () => new Date(), addresses: { run: atOnce } } as never,
    credential: undefined,
    foreignSite: false,
    idempotencyKey: undefined,
    secure: false,
    limiter: UNLIMITED,
    requestId: 'request-1',
    report: (error) => reported.push(error),
    outcome: {},
  }),
})

async function ask(method: string, path: string, body?: unknown) {
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const response = await app.request(path, {
    method,
    ...(sent !== undefined && {
      body: sent,
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(sent)),
      },
    }),
  })
  const said = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
    body: (said === '' ? '' : JSON.parse(said)) as any,
  }
}

describe('success', () => {
  test.each([
    ['plain', SHOWN.plain],
    ['entity', { status: 'success', entity: SHOWN.entity, message: null, success: true }],
    ['data', { success: true, data: SHOWN.data }],
    ['rooms', SHOWN.rooms],
  ])('%s shows one resource', async (dialect, body) => {
    expect(await ask('GET', `/${dialect}/things/7`)).toMatchObject({ status: 200, body })
    expect((await ask('GET', `/${dialect}/things/7`)).body).toEqual(body)
  })

  test.each([
    ['plain', { message: 'Made', thing: SHOWN.plain }],
    [
      'entity',
      { status: 'success', entity: { thing: SHOWN.entity }, message: 'Made', success: true },
    ],
    ['data', { success: true, data: SHOWN.data, message: 'Made' }],
    ['rooms', { message: 'Made', thing: SHOWN.rooms }],
  ])('%s says 201 and its sentence for something new', async (dialect, body) => {
    const price = dialect === 'data' ? { unitPrice: '1.50' } : { unit_price: '1.50' }
    const answer = await ask('POST', `/${dialect}/things`, price)
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual(body)
  })

  test.each([
    ['plain', { message: 'Changed', id: 7 }],
    ['entity', { status: 'success', entity: { id: 7 }, message: 'Changed', success: true }],
    ['data', { success: true, data: { id: 7 }, message: 'Changed' }],
    ['rooms', { message: 'Changed', id: 7 }],
  ])('%s puts a nameless result beside its sentence', async (dialect, body) => {
    const price = dialect === 'data' ? { unitPrice: '1.50' } : { unit_price: '1.50' }
    const answer = await ask('PUT', `/${dialect}/things/7`, price)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual(body)
  })

  test.each([
    ['plain', { message: 'Removed' }],
    ['entity', { status: 'success', entity: null, message: 'Removed', success: true }],
    ['data', { success: true, message: 'Removed' }],
    ['rooms', { message: 'Removed' }],
  ])('%s has a body even without a result', async (dialect, body) => {
    expect((await ask('DELETE', `/${dialect}/things/7`)).body).toEqual(body)
  })

  test.each([
    ['plain', [SHOWN.plain]],
    ['entity', { status: 'success', entity: [SHOWN.entity], message: null, success: true }],
    ['data', { success: true, data: [SHOWN.data] }],
    ['rooms', [SHOWN.rooms]],
  ])('%s shows a short list whole', async (dialect, body) => {
    expect((await ask('GET', `/${dialect}/things/mine`)).body).toEqual(body)
  })

  const snake = { page: 2, per_page: 20, total: 41 }
  test.each([
    ['plain', { things: [SHOWN.plain] }],
    [
      'entity',
      {
        status: 'success',
        entity: { things: [SHOWN.entity] },
        message: null,
        success: true,
        pagination: snake,
      },
    ],
    [
      'data',
      {
        success: true,
        data: [SHOWN.data],
        pagination: { page: 2, limit: 20, total: 41, pages: 3 },
      },
    ],
    ['rooms', { things: [SHOWN.rooms], pagination: snake }],
  ])('%s says where a page stands', async (dialect, body) => {
    const answer = await ask('GET', `/${dialect}/things?page=2`)
    expect(answer.body).toEqual(body)
    expect(answer.headers.get('x-total-count')).toBe('41')
    const size = dialect === 'data' ? 'limit' : 'per_page'
    const link = (page: number, rel: string) =>
      `</${dialect}/things?page=${page}&${size}=20>; rel="${rel}"`
    expect(answer.headers.get('link')).toBe(
      [link(1, 'first'), link(3, 'last'), link(1, 'prev'), link(3, 'next')].join(', '),
    )
  })

  test('a view shows no more than it names', async () => {
    expect((await ask('GET', '/plain/silent')).body).toEqual({ id: 7 })
  })
})

/** Status of every refusal: plain, entity, data, rooms. */
const STATUSES: Record<ErrorCode, [number, number, number, number]> = {
  MALFORMED_REQUEST: [400, 400, 400, 400],
  VALIDATION_FAILED: [422, 400, 422, 400],
  AUTHENTICATION_REQUIRED: [401, 401, 401, 401],
  INVALID_TOKEN: [401, 401, 401, 401],
  INVALID_CREDENTIALS: [401, 401, 401, 401],
  TWO_FACTOR_REQUIRED: [403, 403, 403, 403],
  FORBIDDEN: [403, 403, 403, 403],
  NOT_FOUND: [404, 404, 404, 404],
  METHOD_NOT_ALLOWED: [405, 405, 405, 405],
  CONFLICT: [409, 400, 409, 409],
  ALREADY_REGISTERED: [409, 400, 409, 409],
  INSUFFICIENT_FUNDS: [400, 400, 400, 400],
  OWN_TRADE: [400, 400, 400, 400],
  COIN_DISABLED: [400, 400, 400, 400],
  RESTRICTED: [403, 400, 403, 403],
  LIMIT_EXCEEDED: [400, 400, 400, 400],
  NOT_A_PARTY: [403, 400, 403, 403],
  PAYLOAD_TOO_LARGE: [413, 413, 413, 413],
  UNSUPPORTED_MEDIA_TYPE: [415, 415, 415, 415],
  IDEMPOTENCY_KEY_REUSED: [422, 422, 422, 422],
  RATE_LIMITED: [429, 429, 429, 429],
  UNAVAILABLE: [503, 503, 503, 503],
  INTERNAL_ERROR: [500, 500, 500, 500],
}

/** Document 3 calls some refusals by other names. */
const DATA_CODES: Partial<Record<ErrorCode, string>> = {
  VALIDATION_FAILED: 'VALIDATION_ERROR',
  FORBIDDEN: 'INSUFFICIENT_PERMISSIONS',
  NOT_FOUND: 'RESOURCE_NOT_FOUND',
  RATE_LIMITED: 'RATE_LIMIT_EXCEEDED',
  ALREADY_REGISTERED: 'CONFLICT',
  RESTRICTED: 'INSUFFICIENT_PERMISSIONS',
  NOT_A_PARTY: 'INSUFFICIENT_PERMISSIONS',
}

const entityFailure = (message: string) => ({
  status: 'failure',
  entity: null,
  message,
  success: false,
})

function failure(dialect: Dialect, code: ErrorCode): object {
  const isField = code === 'VALIDATION_FAILED'
  const where = dialect === 'data' ? 'sendTo.streetName' : 'send_to.street_name'
  const said = isField ? `${where}: is wrong` : `said ${code}`
  if (dialect === 'plain') return { message: said, code }
  if (dialect === 'entity') return entityFailure(isField ? `(${where}) is wrong` : said)
  if (dialect === 'rooms') {
    const own = { AUTHENTICATION_REQUIRED: 'Unauthorized', RATE_LIMITED: 'Rate limit exceeded' }
    return { message: own[code as keyof typeof own] ?? said }
  }
  const details = isField ? { details: { [where]: 'is wrong' } } : {}
  return { success: false, error: said, code: DATA_CODES[code] ?? code, ...details }
}

describe('failure', () => {
  const cells = ERROR_CODES.flatMap((code) =>
    DIALECTS.map((dialect, i) => ({ code, dialect, status: STATUSES[code][i] })),
  )
  test.each(cells)('$code is $status in $dialect', async ({ code, dialect, status }) => {
    const answer = await ask('POST', `/${dialect}/fail/${code}`)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual(failure(dialect, code))
    expect(answer.headers.get('x-request-id')).toBe('request-1')
  })

  test.each(DIALECTS)('%s names a nested field in its own words', async (dialect) => {
    const isCamel = dialect === 'data'
    const answer = await ask(
      'POST',
      `/${dialect}/things`,
      isCamel
        ? { unitPrice: '1', wrod: 5, sendTo: { streetName: 'x', lines: [{ itemId: 'one' }] } }
        : { unit_price: '1', wrod: 5, send_to: { street_name: 'x', lines: [{ item_id: 'one' }] } },
    )
    const said = JSON.stringify(answer.body)
    expect(said).toContain('wrod')
    // Document 2 tells one field at a time.
    if (dialect !== 'entity') {
      expect(said).toContain(isCamel ? 'sendTo.lines.0.itemId' : 'send_to.lines.0.item_id')
    }
  })

  test.each(DIALECTS)('%s hides what broke and reports it once', async (dialect) => {
    const { status, body } = await ask('GET', `/${dialect}/crash`)
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('secret')
    expect(JSON.stringify(body)).toContain('Something went wrong on our side')
    expect(reported).toHaveLength(1)
    expect(String(reported[0])).toContain('select secret from somewhere')
  })

  test.each([
    ['plain', { message: 'Not found', code: 'NOT_FOUND' }],
    ['entity', entityFailure('Not found')],
    ['data', { success: false, error: 'Not found', code: 'RESOURCE_NOT_FOUND' }],
    ['rooms', { message: 'Not found' }],
  ])('an unknown path among the %s ones is refused as they are', async (dialect, body) => {
    for (const path of ['nothing', 'things/7/nothing', 'things//', '/things', 'fail/']) {
      const answer = await ask('GET', `/${dialect}/${path}`)
      expect(answer, path).toMatchObject({ status: 404, body })
    }
  })

  test.each(DIALECTS)('a wrong method on a %s path is told the right ones', async (dialect) => {
    const cases: [method: string, path: string, allow: string][] = [
      ['PATCH', 'things', 'GET, HEAD, POST'],
      ['POST', 'things/7', 'DELETE, GET, HEAD, PUT'],
      ['OPTIONS', 'things/7/', 'DELETE, GET, HEAD, PUT'],
      ['GET', 'fail/CONFLICT', 'POST'],
      ['HEAD', 'fail/CONFLICT', 'POST'],
    ]
    for (const [method, path, allow] of cases) {
      const answer = await ask(method, `/${dialect}/${path}`)
      expect(answer.status, `${method} ${path}`).toBe(405)
      expect(answer.headers.get('allow')).toBe(allow)
      expect(answer.body === '').toBe(method === 'HEAD')
    }
  })
})

describe('input', () => {
  test.each(DIALECTS)('%s keys are read at every depth, in its case only', async (dialect) => {
    const snake = {
      unit_price: ' 2 ',
      wrod: 'w',
      send_to: { street_name: 'Long', lines: [{ item_id: 1 }, { item_id: 2 }] },
    }
    const camel = {
      unitPrice: ' 2 ',
      wrod: 'w',
      sendTo: { streetName: 'Long', lines: [{ itemId: 1 }, { itemId: 2 }] },
    }
    const [right, wrong] = dialect === 'data' ? [camel, snake] : [snake, camel]
    expect((await ask('POST', `/${dialect}/things`, right)).status).toBe(201)
    expect(given).toEqual([{ ...camel, unitPrice: '2', wrod: undefined, word: 'w' }])
    expect((await ask('POST', `/${dialect}/things`, wrong)).status).toBeGreaterThanOrEqual(400)
  })

  test('numbers and booleans are read from the query, and nothing else passes for one', async () => {
    const answer = await ask('GET', '/plain/things?in_stock=true&min_price=-1.5&page=3&asset=BTC')
    expect(answer.status).toBe(200)
    expect(given).toEqual([{ inStock: true, minPrice: -1.5, asset: 'btc', page: 3, perPage: 20 }])
    expect((await ask('GET', '/plain/things?in_stock=false')).status).toBe(200)
    expect(given[1]).toMatchObject({ inStock: false })

    const refused = [
      ...['yes', '1', '0', 'TRUE', 'on', ''].map((text) => ['in_stock', text]),
      ...['', ' 1', '1e3', '0x10', 'NaN', 'Infinity', '1.', '.5', '--1', '٣', '1,5', 'null'].map(
        (text) => ['min_price', text],
      ),
      ...['0', '-1', '1.5', 'abc', '9e99', '99999999999999999999', 'true'].map((text) => [
        'page',
        text,
      ]),
    ]
    for (const [name = '', text = ''] of refused) {
      const answer = await ask('GET', `/plain/things?${name}=${encodeURIComponent(text)}`)
      expect(answer.status, `${name}=${text}`).toBe(422)
      expect(answer.body.message, `${name}=${text}`).toMatch(new RegExp(`^${name}: `))
    }
  })

  test.each(['0', '-1', '1.5', 'abc', '9e99', '9007199254740992', '%00', '%ff', '%', '1%2F2'])(
    'the id %s is refused by name',
    async (text) => {
      const answer = await ask('GET', `/plain/things/${text}`)
      expect(answer.status).toBe(422)
      expect(answer.body.message).toMatch(/^id: must be a whole number/)
    },
  )

  test.each([
    ['plain', 'per_page', 'limit'],
    ['entity', 'per_page', 'limit'],
    ['data', 'limit', 'per_page'],
    ['rooms', 'per_page', 'limit'],
  ])('%s takes the page size as %s, clamped to 100', async (dialect, right, other) => {
    await ask('GET', `/${dialect}/things?${right}=5000&page=1`)
    await ask('GET', `/${dialect}/things?${other}=5`)
    await ask('GET', `/${dialect}/things?perPage=5`)
    expect(given).toMatchObject([{ perPage: 100 }, { perPage: 20 }, { perPage: 20 }])
  })

  test('of a repeated parameter the first counts', async () => {
    await ask('GET', '/plain/things?page=2&page=3')
    expect(given).toMatchObject([{ page: 2 }])
  })

  test('the path decides over the body, and a mutation never reads the query', async () => {
    await ask('PUT', '/plain/things/7', { id: 8, unit_price: '1' })
    expect(given).toEqual([{ id: 7, unitPrice: '1' }])
    expect((await ask('POST', '/plain/things?unit_price=1', {})).status).toBe(422)
  })

  test('unknown fields and the names of Object.prototype are left behind', async () => {
    const body =
      '{"unit_price":"1","__proto__":{"wrod":"evil"},"constructor":{"wrod":"evil"},"toString":1,"more":2}'
    expect((await ask('POST', '/plain/things', body)).status).toBe(201)
    expect(given).toEqual([{ unitPrice: '1' }])
    const nested =
      '{"unit_price":"1","send_to":{"street_name":"x","lines":[{"__proto__":{"item_id":1}}]}}'
    expect((await ask('POST', '/plain/things', nested)).status).toBe(422)
    const poisoned = '/plain/things?__proto__=1&constructor=1&__proto__[page]=9&toString=1'
    expect((await ask('GET', poisoned)).status).toBe(200)
    expect(given[1]).toEqual({ inStock: false, page: 1, perPage: 20 })
    expect(({} as Record<string, unknown>).wrod).toBeUndefined()
  })

  test.each([
    ['null', 400],
    ['[]', 400],
    ['"text"', 400],
    ['1', 400],
    ['{', 400],
    ['{"unit_price":"1"}}', 400],
    ["{'unit_price':'1'}", 400],
    ['{"unit_price":NaN}', 400],
    ['  ', 422],
    ['{}', 422],
    ['{"unit_price":null}', 422],
    ['{"unit_price":["1"]}', 422],
    ['{"unit_price":{"a":1}}', 422],
    ['{"unit_price":"a\\u0000b"}', 422],
    ['{"unit_price":"\\ud800"}', 422],
    ['{"unit_price":"1","unit_price":""}', 422],
    ['\ufeff{"unit_price":"1"}', 201],
  ])('the body %s is answered with %i', async (body, status) => {
    expect((await ask('POST', '/plain/things', body)).status).toBe(status)
  })
})

describe('every route', () => {
  test.each(DIALECTS)('%s paths answer with and without a slash at the end', async (dialect) => {
    const body = { unit_price: '1', unitPrice: '1' }
    for (const slash of ['', '/']) {
      expect((await ask('GET', `/${dialect}/things${slash}`)).status).toBe(200)
      expect((await ask('GET', `/${dialect}/things/7${slash}`)).status).toBe(200)
      expect((await ask('GET', `/${dialect}/things/mine${slash}`)).status).toBe(200)
      expect((await ask('POST', `/${dialect}/things${slash}`, body)).status).toBe(201)
      expect((await ask('PUT', `/${dialect}/things/7${slash}`, body)).status).toBe(200)
    }
  })

  test('HEAD has the status and the headers of GET and no body', async () => {
    const head = await ask('HEAD', '/rooms/things?page=2')
    const get = await ask('GET', '/rooms/things?page=2')
    expect(head.body).toBe('')
    expect(head.status).toBe(200)
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers))
  })

  test('answers are JSON that nobody caches, sniffs, frames or runs', async () => {
    for (const path of ['/plain/things/7', '/data/nothing', '/entity/things/x', '/rooms/crash']) {
      const { headers } = await ask('GET', path)
      expect(Object.fromEntries(headers), path).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'x-request-id': 'request-1',
      })
    }
  })

  test('of the real contract has a path of its own and parameters that are its input', () => {
    const seen = new Set<string>()
    for (const { path, procedure } of procedures(contract)) {
      for (const rest of procedure.rest) {
        const shape = rest.path.replace(/\{\w+\}/g, '{}').replace(/(.)\/$/, '$1')
        // A query and a mutation may share a GET: the one is asked without a body, the other with.
        const place = `${rest.method} ${shape}${rest.method === 'GET' ? ` ${procedure.kind}` : ''}`
        expect(seen, rest.path).not.toContain(place)
        seen.add(place)
        const { reader } = compileRoute(path, procedure, rest)
        const names = [...rest.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
        const read = reader.read({
          path: Object.fromEntries(names.map((name) => [name, '1'])),
          query: {},
          body: {},
        })
        expect(Object.keys(read), rest.path).toHaveLength(names.length)
      }
    }
  })
})

describe('a contract the door could not serve is refused at start', () => {
  const compile = (output: z.ZodType, rest: Partial<RestRoute>) =>
    compileRoute(
      'x',
      query({ access: 'public', summary: '', input: z.object({}), output, rest: [] }),
      {
        method: 'GET',
        path: '/x',
        dialect: 'plain',
        ...rest,
      },
    )

  test('a list beside a sentence or a pagination needs a name', () => {
    expect(() => compile(z.array(Thing), { message: 'Here' })).toThrow('give it a name')
    expect(() => compile(pageOf(Thing), { dialect: 'rooms' })).toThrow('give it a name')
    expect(() => compile(pageOf(Thing), { dialect: 'rooms', under: 'things' })).not.toThrow()
    expect(() => compile(pageOf(Thing), {})).not.toThrow()
  })

  test('fields the door cannot see must not pass it unseen', () => {
    const choice = z.object({ who: z.union([Thing, z.object({ secretKey: z.string() })]) })
    expect(() => compile(choice, {})).toThrow('REST cannot show a union')
  })
})
