import { Readable } from 'node:stream'
import { type ApiContext, type Credential, implement, UNLIMITED } from '@souk/api'
import {
  amountShown,
  calendarDate,
  coinShown,
  id,
  mutation,
  named,
  type Procedure,
  padded,
  pageFields,
  pageOf,
  query,
  SoukError,
  time,
} from '@souk/contract'
import { Hono } from 'hono'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { mountRest } from './mount.ts'
import { createOpenApiDocument } from './openapi/document.ts'
import { NOTHING_RECORDED } from './openapi/recorded.ts'
import { compileRoute } from './route.ts'

const Ad = z.object({
  adId: id(),
  number: named('id', z.string()),
  kind: named('ad_type', z.enum(['buy', 'sell'])),
  total: padded(10, amountShown()),
  rest: padded(5, amountShown()).nullable(),
  most: amountShown().nullable(),
  spent: padded(2, amountShown().optional()),
  from: calendarDate(),
  until: time().nullable(),
  groups: z.array(z.never()),
  role: z.literal('owner'),
  reserves: z.record(z.string(), padded(4, amountShown())),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
})
padded(3, Ad.shape.most)

const ad = {
  adId: 7,
  number: 'no 7',
  kind: 'sell',
  total: '1.50',
  rest: '0.123456789',
  most: '12.00',
  from: '2026-03-14',
  until: null,
  groups: [],
  role: 'owner',
  reserves: { myCoin: '1.00' },
  details: { someKey: 'kept', count: 1, none: null },
} as const

const AD_SHOWN = {
  ad_id: 7,
  id: 'no 7',
  ad_type: 'sell',
  total: '1.5000000000',
  rest: '0.123456789',
  most: '12.000',
  from: '2026-03-14',
  until: null,
  groups: [],
  role: 'owner',
  reserves: { myCoin: '1.0000' },
  details: { someKey: 'kept', count: 1, none: null },
}

const Settings = z.object({ userId: id(), isActive: z.boolean() })
const shared = { access: 'public', summary: 'Something' } as const
const entity = { dialect: 'entity' } as const

const enabling = (method: 'GET' | 'POST') => ({
  ...entity,
  method,
  path: '/coin/enable/' as const,
  message: ({ coin }: { coin: string }) => `${coin} enabled`,
  view: z.null(),
})

const small = {
  ads: {
    create: mutation({
      ...shared,
      input: z.object({}),
      output: Ad,
      rest: [
        {
          ...entity,
          method: 'POST',
          path: '/ad/',
          message: 'Made',
          view: z.null(),
          location: '/ad/{ad_type}/{adId}/{id}/',
        },
      ],
    }),
    get: query({
      ...shared,
      input: z.object({ id: id() }),
      output: Ad,
      errors: ['NOT_FOUND'],
      rest: [
        { ...entity, method: 'GET', path: '/ad/{id}/' },
        {
          ...entity,
          method: 'POST',
          path: '/ad/read/{id}/',
          statuses: { NOT_FOUND: 400, VALIDATION_FAILED: 418 },
        },
      ],
    }),
    list: query({
      ...shared,
      input: z.object({ coin: coinShown().optional(), ...pageFields(2) }),
      output: pageOf(Ad),
      rest: [
        { ...entity, method: 'GET', path: '/ads/', bare: true },
        { ...entity, method: 'POST', path: '/ads/' },
      ],
    }),
    short: query({
      ...shared,
      input: z.object({}),
      output: z.array(Ad),
      rest: [{ method: 'GET', path: '/short/', dialect: 'plain', message: 'Not said', bare: true }],
    }),
  },
  settings: {
    get: query({
      ...shared,
      access: 'staff',
      input: z.object({ userId: id() }),
      output: Settings,
      rest: [{ ...entity, method: 'GET', path: '/settings/{user_id}/' }],
    }),
    update: mutation({
      ...shared,
      access: 'staff',
      input: z.object({ userId: id(), isActive: z.boolean() }),
      output: Settings,
      rest: [
        { ...entity, method: 'GET', path: '/settings/{user_id}/', message: 'Changed' },
        { ...entity, method: 'PATCH', path: '/settings/{user_id}/', message: 'Changed' },
      ],
    }),
  },
  coin: {
    enable: mutation({
      ...shared,
      access: 'staff',
      input: z.object({ coin: z.string() }),
      output: z.object({ coin: z.string() }),
      rest: [enabling('GET'), enabling('POST')],
    }),
  },
}

/** What the verbs were asked, as `name` and input. */
let asked: [string, unknown][] = []
let credential: Credential | undefined
beforeEach(() => {
  asked = []
  credential = { token: 'staff', carrier: 'explicit' }
})

const verb =
  (name: string, answer: (input: never) => unknown) => async (_: unknown, input: never) => {
    asked.push([name, input])
    return answer(input)
  }

const verbs = {
  ads: {
    create: verb('create', () => ad),
    get: verb('get', ({ id }: { id: number }) => {
      if (id === 404) throw new SoukError('NOT_FOUND', 'Ad not found')
      return ad
    }),
    list: verb('list', ({ page, perPage }: { page: number; perPage: number }) => ({
      items: [ad],
      page,
      perPage,
      total: 5,
    })),
    short: verb('short', () => [ad]),
  },
  settings: {
    get: verb('read', ({ userId }: { userId: number }) => ({ userId, isActive: true })),
    update: verb('changed', (input) => input),
  },
  coin: { enable: verb('enabled', (input) => input) },
}

/** Of a session, the store knows only this. */
/** It is always the caller's turn. */
const atOnce = (_group: string, _caller: string, task: () => Promise<unknown>) => task()

const core = {
  addresses: { run: atOnce },
  address: 'test',
  clock: () => new Date(),
} as never

function contextOf(): ApiContext {
  return {
    core,
    credential,
    foreignSite: false,
    idempotencyKey: undefined,
    secure: false,
    limiter: UNLIMITED,
    requestId: 'request-1',
    report: () => {},
    outcome: {},
  }
}

/** The same contract for anybody: whom a token belongs to is tested where accounts are. */
const forAll = (node: object): never =>
  Object.fromEntries(
    Object.entries(node).map(([name, child]) => [
      name,
      'kind' in child ? { ...(child as Procedure), access: 'public' } : forAll(child),
    ]),
  ) as never

const app = new Hono()
mountRest(app, { operations: implement(forAll(small), verbs as never), contextOf })
const guarded = new Hono()
mountRest(guarded, { operations: implement(small, verbs as never), contextOf })

/** A request as Node has it: a GET may have a body, in pieces or of known length. */
function ask(
  method: string,
  path: string,
  body?: string | Buffer,
  headers: Record<string, string> = {},
  to = app,
) {
  const all = {
    ...(body !== undefined && {
      'content-type': 'application/json',
      ...(!headers['transfer-encoding'] && { 'content-length': String(Buffer.byteLength(body)) }),
    }),
    ...headers,
  }
  const isGet = method === 'GET' || method === 'HEAD'
  const sent = { method, headers: all, ...(!isGet && body !== undefined && { body }) }
  const incoming = Readable.from(body === undefined ? [] : [Buffer.from(body)])
  return to.request(path, sent as RequestInit, { incoming })
}

const entityOf = (shown: unknown, message: string | null = null) => ({
  status: 'success',
  entity: shown,
  message,
  success: true,
})

describe('what a route may do otherwise than its dialect', () => {
  test('a bare page is the list alone, with where it stands in the headers', async () => {
    const answer = await ask('GET', '/ads/?page=2')
    expect(await answer.json()).toEqual([AD_SHOWN])
    expect(answer.headers.get('x-total-count')).toBe('5')
    expect(answer.headers.get('link')).toContain('</ads/?page=3&per_page=2>; rel="next"')
  })

  test('a bare list needs no name beside its sentence, for it has none', async () => {
    expect(await (await ask('GET', '/short/')).json()).toEqual([AD_SHOWN])
  })

  test('a view of nothing shows nothing, and the header tells where the thing is', async () => {
    const answer = await ask('POST', '/ad/', '{}')
    expect(await answer.json()).toEqual(entityOf(null, 'Made'))
    expect(answer.headers.get('location')).toBe('/ad/sell/7/no%207/')
    expect((await ask('GET', '/ad/7/')).headers.has('location')).toBe(false)
  })

  test('a refusal has the status of its path, and elsewhere that of its dialect', async () => {
    expect((await ask('GET', '/ad/404/')).status).toBe(404)
    expect((await ask('GET', '/ad/x/')).status).toBe(400)
    expect((await ask('POST', '/ad/read/404/')).status).toBe(400)
    expect((await ask('POST', '/ad/read/x/')).status).toBe(418)
    expect((await ask('POST', '/ad/read/7/nothing')).status).toBe(404)
  })

  test('amounts are filled up to their decimals, and never cut', async () => {
    expect(await (await ask('GET', '/ad/7/')).json()).toEqual(entityOf(AD_SHOWN))
  })

  test('a query reached by POST takes its fields from the query or the body', async () => {
    const size = async (path: string, body?: string) =>
      ((await (await ask('POST', path, body)).json()) as { pagination: object }).pagination
    expect(await size('/ads/?per_page=4&page=1')).toEqual({ page: 1, per_page: 4, total: 5 })
    expect(await size('/ads/', '{"per_page":3}')).toEqual({ page: 1, per_page: 3, total: 5 })
    expect(await size('/ads/')).toEqual({ page: 1, per_page: 2, total: 5 })
  })
})

describe('a mutation reached by GET', () => {
  const CHUNKED = { 'transfer-encoding': 'chunked' }

  test('takes its fields from the body, whole or in pieces, or from the query', async () => {
    const answer = await ask('GET', '/coin/enable/', '{"coin":"btc"}')
    expect(await answer.json()).toEqual(entityOf(null, 'btc enabled'))
    await ask('GET', '/coin/enable/', '{"coin":"ltc"}', CHUNKED)
    await ask('GET', '/coin/enable?coin=eth')
    await ask('POST', '/coin/enable/', '{"coin":"bnb"}')
    const coins = ['btc', 'ltc', 'eth', 'bnb']
    expect(asked).toEqual(coins.map((coin) => ['enabled', { coin }]))
  })

  test.each([
    ['a body that is not JSON', '{"coin"', {}, 400],
    ['a body that is no object', '["btc"]', {}, 400],
    ['a body of another type', 'coin=btc', { 'content-type': 'text/plain' }, 415],
    ['a body that is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}, 400],
    ['too large a body', `{"coin":"${'x'.repeat(1024 * 1024)}"}`, {}, 413],
    ['too large a body in pieces', `{"coin":"${'x'.repeat(1024 * 1024)}"}`, CHUNKED, 413],
    ['no field', '{}', {}, 400],
    ['no body', undefined, {}, 400],
  ])('refuses %s like any other', async (_, body, headers, status) => {
    const answer = await ask('GET', '/coin/enable/', body, headers)
    expect(answer.status).toBe(status)
    const posted = headers === CHUNKED ? answer : await ask('POST', '/coin/enable/', body, headers)
    expect(await answer.clone().json()).toEqual(await posted.clone().json())
    expect(asked).toEqual([])
    // What may not have been read to its end must not be taken for the next request.
    expect(answer.headers.get('connection')).toBe(status === 413 ? 'close' : null)
  })

  test('shares its path with a query, which has the requests without a body', async () => {
    await ask('GET', '/settings/7/')
    await ask('GET', '/settings/7', undefined, { 'content-length': '0' })
    await ask('GET', '/settings/7/?is_active=false')
    const answer = await ask('GET', '/settings/7/', '{"is_active":false}')
    expect(await answer.json()).toEqual(entityOf({ user_id: 7, is_active: false }, 'Changed'))
    await ask('GET', '/settings/7', '{"is_active":true}', CHUNKED)
    await ask('PATCH', '/settings/7/', '{"is_active":false}')
    expect(asked).toEqual([
      ['read', { userId: 7 }],
      ['read', { userId: 7 }],
      ['read', { userId: 7 }],
      ['changed', { userId: 7, isActive: false }],
      ['changed', { userId: 7, isActive: true }],
      ['changed', { userId: 7, isActive: false }],
    ])
  })

  test('is never run by HEAD', async () => {
    const alone = await ask('HEAD', '/coin/enable/?coin=btc', '{"coin":"btc"}')
    expect(alone.status).toBe(405)
    expect(alone.headers.get('allow')).toBe('GET, POST')
    const both = await ask('HEAD', '/settings/7/', '{"is_active":false}')
    expect(both.status).toBe(200)
    expect(asked).toEqual([['read', { userId: 7 }]])
    expect((await ask('PUT', '/settings/7/')).headers.get('allow')).toBe('GET, HEAD, PATCH')
  })

  test('knows no cookie, which a browser sends unasked', async () => {
    credential = { token: 'staff', carrier: 'cookie' }
    for (const [path, body] of [
      ['/coin/enable/', '{"coin":"btc"}'],
      ['/coin/enable/?coin=btc', undefined],
      ['/coin/enable/', '{'],
      ['/settings/7/', '{"is_active":false}'],
    ] as const) {
      const answer = await ask('GET', path, body, {}, guarded)
      expect(answer.status, path).toBe(401)
      expect(await answer.json()).toMatchObject({ message: 'Authentication required' })
    }
    expect(asked).toEqual([])
  })
})

describe('a contract the door could not serve is refused at start', () => {
  test('a place is told by fields of the result', () => {
    const compile = (location: `/${string}`) =>
      compileRoute('x', small.ads.create, {
        ...entity,
        method: 'POST',
        path: '/x',
        view: z.null(),
        location,
      })
    expect(() => compile('/ad/{nothing}/')).toThrow('/ad/{nothing}/ names nothing')
    expect(() => compile('/ad/{kind}/')).not.toThrow()
  })
})

describe('the OpenAPI document', () => {
  const words = { info: { title: 't', version: '1' }, servers: [], domains: {}, names: {} }
  const { paths = {} } = createOpenApiDocument(small, { ...words, recorded: NOTHING_RECORDED })
  // biome-ignore lint/suspicious/noExplicitAny: a document is looked into at every depth
  const at = (path: string, method: string) => (paths[path] as any)[method]
  const schemaOf = (path: string, method: string) =>
    at(path, method).responses['200'].content['application/json'].schema

  test('shows a bare list as one, and its headers', () => {
    expect(schemaOf('/ads/', 'get')).toMatchObject({ type: 'array', items: { type: 'object' } })
    expect(Object.keys(at('/ads/', 'get').responses['200'].headers)).toEqual(
      expect.arrayContaining(['Link', 'X-Total-Count']),
    )
    expect(schemaOf('/ads/', 'get').items.properties.from).toMatchObject({ format: 'date' })
  })

  test('shows nothing as null, and where the thing is', () => {
    expect(schemaOf('/ad/', 'post').properties.entity).toEqual({ type: 'null' })
    expect(Object.keys(at('/ad/', 'post').responses['200'].headers)).toContain('Location')
  })

  test('lists refusals under the statuses of their path', () => {
    const statuses = (path: string, method: string) => Object.keys(at(path, method).responses)
    expect(statuses('/ad/{id}/', 'get')).toContain('404')
    expect(statuses('/ad/read/{id}/', 'post')).not.toContain('404')
    expect(statuses('/ad/read/{id}/', 'post')).toContain('418')
  })

  test('has the fields of a mutation by GET in its body and its query, required in neither', () => {
    const { requestBody, parameters, description, security } = at('/coin/enable/', 'get')
    expect(requestBody.required).toBe(false)
    expect(requestBody.content['application/json'].schema.required).toBeUndefined()
    expect(parameters).toContainEqual(
      expect.objectContaining({ in: 'query', name: 'coin', schema: { type: 'string' } }),
    )
    expect(description).toContain('`fetch` cannot')
    expect(security).not.toContainEqual({ session: [] })
    expect(at('/coin/enable/', 'post').requestBody.required).toBe(true)
  })

  test('has one GET for a path that is read without a body and changed with one', () => {
    const get = at('/settings/{user_id}/', 'get')
    expect(get.operationId).toBe('settings.get')
    expect(get.requestBody).toMatchObject({ required: false })
    expect(get.responses).toHaveProperty('413')
    const messages = schemaOf('/settings/{user_id}/', 'get').anyOf.map(
      // biome-ignore lint/suspicious/noExplicitAny: as above
      (schema: any) => schema.properties.message,
    )
    expect(messages).toEqual([{ type: 'null' }, { type: 'string', const: 'Changed' }])
    expect(at('/settings/{user_id}/', 'patch').operationId).toBe('settings.update')
  })

  test('gives every operation an id of its own', () => {
    const ids = Object.values(paths).flatMap((item) =>
      Object.values(item ?? {}).map(
        (operation) => (operation as { operationId: string }).operationId,
      ),
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(['coin.enable', 'coin.enable.get', 'ads.list.post']))
  })
})
