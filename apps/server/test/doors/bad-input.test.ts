import {
  contract,
  type Dialect,
  documentMarks,
  ERROR_CODES,
  fileFieldOf,
  type Procedure,
  procedures,
  type RestRoute,
} from '@souk/contract'
import { dialectOf } from '@souk/rest-door'
import {
  asyncProperty,
  assert as check,
  constant,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  option,
  record,
  string,
  uint8Array,
  webUrl,
} from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkAnswer } from '../../src/testing/openapi-check.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
let user: string
let other: string
let staff: string
/** An open trade of the user's, for actions to be tried on. */
let tradeId: number
beforeAll(async () => {
  souk = await startTestSouk()
  user = (await souk.signUp('alice')).token
  other = (await souk.signUp('bella')).token
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
  tradeId = (await souk.post('/trades', { asset: 'BTC', amount: 1 }, user)).body.id
})
afterAll(() => souk.stop())

interface Route {
  readonly name: string
  readonly procedure: Procedure
  readonly rest: RestRoute
}

/** Those that take files do so in forms, which `test/chat/upload-attacks` sees to. */
const takesJson = ({ procedure }: { procedure: Procedure }) => fileFieldOf(procedure) === undefined

/** Every REST route there is, so that those to come are tried as well. */
const routes: Route[] = [...procedures(contract)]
  .filter(takesJson)
  .flatMap(({ procedure }) =>
    procedure.rest.map((rest) => ({ name: `${rest.method} ${rest.path}`, procedure, rest })),
  )
const writing = routes.filter(({ rest }) => rest.method !== 'GET')
const calls = [...procedures(contract)]
  .filter(takesJson)
  .filter(({ procedure }) => procedure.kind !== 'subscription')

const tokenFor = ({ access }: Procedure) => (access === 'staff' ? staff : user)
const pathOf = ({ path }: RestRoute, id: string | number = tradeId) =>
  path.replace(/\{\w+\}/g, String(id))

/** The fields of a procedure's input, by the contract's name and by the document's. */
function fieldsOf({ procedure, rest }: Route): { key: string; name: string; schema: z.ZodType }[] {
  const dialect = dialectOf(rest)
  const { shape = {} } = procedure.input as { shape?: Record<string, z.ZodType> }
  return Object.entries(shape).map(([key, schema]) => {
    const own = documentMarks.get(schema)?.name ?? dialect.caseOf(key)
    return { key, name: key === 'perPage' ? dialect.perPage : own, schema }
  })
}

interface Said {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

type Sent = Omit<RequestInit, 'body'> & { body?: RequestInit['body'] | undefined; token?: string }

/** Sends anything at all; what comes back is never a fault, never a leak, and as documented. */
async function send(method: string, path: string, sent: Sent = {}): Promise<Said> {
  const { token, headers, body, ...init } = sent
  const all = new Headers(headers)
  if (token !== undefined) all.set('authorization', `Bearer ${token}`)
  if (typeof body === 'string' && !all.has('content-type')) {
    all.set('content-type', 'application/json')
  }
  const duplex = { duplex: 'half' } as object
  const request = { ...init, ...duplex, method, headers: all, body: body ?? null }
  const response = await fetch(souk.url + path, request)
  const said = { status: response.status, headers: response.headers, text: await response.text() }
  const label = `${method} ${path} answered ${said.status} ${said.text.slice(0, 300)}`
  expect(said.status, label).toBeLessThan(500)
  expect(said.text, label).not.toMatch(LEAK)
  expect(said.headers.get('x-request-id'), label).toMatch(/^[\w.-]{8,64}$/)
  if (!path.startsWith('/trpc')) checkAnswer({ method, path, ...said, body: parsed(said) })
  return said
}

const LEAK =
  /\.[jt]s:\d+|node_modules|\n\s+at |insert into|select .* from|syntax error at|relation "|duplicate key|ZodError|\$argon2|violates|numeric field|out of range for type|undefined/i

const parsed = ({ text, headers }: Said) =>
  headers.get('content-type')?.includes('json') && text !== '' ? JSON.parse(text) : text

const Refusals: Record<Dialect, z.ZodType> = {
  plain: z.strictObject({ message: z.string().min(1), code: z.enum(ERROR_CODES) }),
  entity: z.strictObject({
    status: z.literal('failure'),
    entity: z.null(),
    message: z.string().min(1),
    success: z.literal(false),
  }),
  data: z.strictObject({
    success: z.literal(false),
    error: z.string().min(1),
    code: z.string().regex(/^[A-Z_]+$/),
    details: z.record(z.string(), z.string()).optional(),
  }),
  rooms: z.strictObject({ message: z.string().min(1) }),
}

function expectRefusal(said: Said, dialect: Dialect, label: string): void {
  expect(said.status, label).toBeGreaterThanOrEqual(400)
  const body = parsed(said)
  expect(Refusals[dialect].safeParse(body).error?.issues ?? [], `${label}: ${said.text}`).toEqual(
    [],
  )
}

/** How many rows every table has; what was refused must have left no trace. */
async function rowCounts(): Promise<unknown[]> {
  const tables = (await souk.sql(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('public', 'ledger') and table_type = 'BASE TABLE' order by 1`,
  )) as { name: string }[]
  // What staff read of people is written down, however they ask; and that somebody was here.
  const kept = ['public.audit_log', 'public.last_seen']
  const others = tables.filter(({ name }) => !kept.includes(name))
  const counts = others.map(
    ({ name }) => `select '${name}' as name, count(*)::int as n from ${name}`,
  )
  return souk.sql(counts.join(' union all '))
}

describe('refused input', () => {
  let before: unknown[]
  beforeAll(async () => {
    before = await rowCounts()
  })
  afterAll(async () => {
    expect(await rowCounts()).toEqual(before)
  })

  const deep = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
  const JUNK: unknown[] = [
    ...[-1, 0, 1.5, -0, 2 ** 53, 1e21, 1e308, 5e-324, 0.1 + 0.2],
    ...['-1', '0', '1.5', '-0', 'NaN', 'Infinity', '1e5', '0x10', '1,5', '.5', '1.', '١٢', '+1'],
    ...['9'.repeat(400), `0.${'0'.repeat(60)}1`, '99999999999999999999.9', '1'.repeat(20)],
    ...['', ' ', '\0', 'a\0b', '\ud800', 'x'.repeat(100_000), '\u202e', 'doge', 'BTC\n'],
    ...["'; drop table users; --", '<script>alert(1)</script>', '../../etc/passwd', '%s%n'],
    ...[null, true, false, [], {}, [1], ['a'], [null], { id: 1 }, { $ne: null }, deep(500)],
    JSON.parse('{"__proto__":{"isStaff":true},"constructor":{"prototype":{}}}'),
  ]

  const met = new Map<string, number>()
  /** All of it where a field is first met, and some for its namesakes, each time other. */
  function junkFor(field: string): readonly unknown[] {
    const times = met.get(field) ?? 0
    met.set(field, times + 1)
    return times === 0 ? JUNK : JUNK.filter((_, i) => i % 8 === times % 8)
  }

  test.each(routes)('is told by name, at $name', async (route) => {
    const { procedure, rest } = route
    const token = tokenFor(procedure)
    for (const { key, name, schema } of fieldsOf(route)) {
      for (const given of junkFor(name)) {
        const value = rest.method === 'GET' ? String(given) : given
        if (procedure.input.safeParse({ id: 999, tradeId: 999, [key]: value }).success) continue
        const inPath = rest.path.includes(`{${name}}`)
        if (inPath && (value === '' || typeof value === 'object')) continue
        const text = encodeURIComponent(String(value).toWellFormed().slice(0, 5000))
        const path = pathOf(rest, inPath ? text : 999)
        const query = rest.method === 'GET' && !inPath ? `?${name}=${text}` : ''
        const body = rest.method === 'GET' ? undefined : JSON.stringify({ [name]: value })
        const said = await send(rest.method, path + query, { token, body })
        const label = `${name}=${text.slice(0, 40)}`
        // In a query a number is text as well, and unpaired surrogates cannot be sent at all.
        const isLegible = rest.method !== 'GET' && !inPath
        if (said.status === 200 && !isLegible) continue
        expectRefusal(said, rest.dialect, label)
        if (!isLegible || schema.safeParse(value).success) continue
        // Document 2 tells one field at a time, and another one may come first.
        const named = rest.dialect === 'entity' ? /"\(\w+(\.\w+)*\) / : new RegExp(`\\b${name}\\b`)
        expect(said.text, label).toMatch(named)
      }
    }
  })

  const IDS = [
    '0',
    '-1',
    '1.5',
    'abc',
    '9e99',
    '9007199254740992',
    '9007199254740991',
    '%00',
    '%ff',
  ]
  const MORE_IDS = ['%', '%2F', '1%2F2', '1%00', '٣', 'x'.repeat(5000), '1;2', '0x1', '1%20']
  test.each(routes.filter(({ rest }) => rest.path.includes('{')))(
    'as an id is 4xx at $name',
    async ({ procedure, rest }) => {
      for (const id of [...IDS, ...MORE_IDS]) {
        const body = rest.method === 'GET' ? undefined : '{}'
        const said = await send(rest.method, pathOf(rest, id), { token: tokenFor(procedure), body })
        expectRefusal(said, rest.dialect, id)
        // Of a room that is not there document 5 says no more than of others'.
        const unknown = rest.dialect === 'rooms' ? 403 : 404
        expect([400, unknown, 404, 422], id).toContain(said.status)
      }
    },
  )

  /** What is wrong with a whole body, and the status that says so. */
  const bytes = (...values: number[]) => new Uint8Array(values)
  const json = { 'content-type': 'application/json' }
  const tooLarge = `{"a":"${'x'.repeat(1024 * 1024)}"}`
  const BODIES: [name: string, status: number, sent: () => Sent][] = [
    ['malformed JSON', 400, () => ({ body: '{' })],
    ['JSON with a comma too many', 400, () => ({ body: '{"a":1,}' })],
    ['two values', 400, () => ({ body: '{}{}' })],
    ['an array', 400, () => ({ body: '[{}]' })],
    ['a string', 400, () => ({ body: '"{}"' })],
    ['a number', 400, () => ({ body: '1' })],
    ['null', 400, () => ({ body: 'null' })],
    ['NaN', 400, () => ({ body: '{"amount":NaN}' })],
    ['broken UTF-8', 400, () => ({ body: bytes(123, 34, 255, 34, 58, 49, 125), headers: json })],
    ['half a character', 400, () => ({ body: bytes(34, 0xe2, 0x82, 34), headers: json })],
    ['UTF-16', 400, () => ({ body: bytes(0xff, 0xfe, 123, 0, 125, 0), headers: json })],
    ['a null byte', 400, () => ({ body: bytes(123, 0, 125), headers: json })],
    ['100,000 levels, unclosed', 400, () => ({ body: '['.repeat(100_000) })],
    ['a form', 415, () => form('application/x-www-form-urlencoded', 'asset=btc')],
    ['a form with files', 415, () => form('multipart/form-data; boundary=x', '--x--')],
    ['text', 415, () => form('text/plain', '{}')],
    ['XML', 415, () => form('application/xml', '<a/>')],
    ['a type that only starts like JSON', 415, () => form('application/jsonx', '{}')],
    ['no type', 415, () => ({ body: bytes(123, 125) })],
    ['more than 1 MiB', 413, () => ({ body: tooLarge })],
    ['more than 1 MiB of another type', 413, () => form('text/plain', tooLarge)],
    ['more than 1 MiB in chunks', 413, () => ({ body: inChunks(tooLarge), headers: json })],
  ]
  const form = (type: string, body: string): Sent => ({ body, headers: { 'content-type': type } })
  const inChunks = (text: string) =>
    new ReadableStream({
      start(controller) {
        const encoded = new TextEncoder().encode(text)
        for (let at = 0; at < encoded.length; at += 65_536) {
          controller.enqueue(encoded.subarray(at, at + 65_536))
        }
        controller.close()
      },
    })

  test.each(BODIES)('as a body of %s is %i on every path', async (label, status, sent) => {
    for (const { name, procedure, rest } of writing) {
      const said = await send(rest.method, pathOf(rest, 999), {
        token: tokenFor(procedure),
        ...sent(),
      })
      expect(said.status, `${label} at ${name}: ${said.text}`).toBe(status)
      expectRefusal(said, rest.dialect, name)
    }
  })

  test.each(writing)('100,000 levels deep is refused like any other, at $name', async (route) => {
    const { procedure, rest } = route
    if (procedure.input.safeParse({ id: 999, tradeId: 999 }).success) return
    const levels = `${'{"a":['.repeat(50_000)}1${']}'.repeat(50_000)}`
    // It is the body that is refused, before anybody looks at its fields.
    const [{ name } = { name: 'any' }] = fieldsOf(route)
    const body = `{"${name}":${levels}}`
    const said = await send(rest.method, pathOf(rest, 999), { token: tokenFor(procedure), body })
    expect(said.status).toBe(400)
    expectRefusal(said, rest.dialect, name)
  })

  test.each(['', ' ', 'two words', 'é', 'a\tb', 'x'.repeat(256)])(
    'as the Idempotency-Key %j is told by name',
    async (key) => {
      const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') }
      const body = '{"asset":"BTC","amount":1}'
      const said = await send('POST', '/trades', { token: user, body, headers })
      // Fetch takes white space off the ends of a header, and an empty header may not arrive.
      expect(said.status).toBe(422)
      expect(parsed(said)).toEqual({
        message: 'Idempotency-Key: must be 1 to 255 printable characters without spaces',
        code: 'VALIDATION_FAILED',
      })
    },
  )

  test('as an amount is told in plain words', async () => {
    const cases: [asset: string, amount: unknown, message: RegExp][] = [
      ['btc', -1, /^amount: must be greater than zero$/],
      ['btc', '-0.5', /^amount: must be greater than zero$/],
      ['btc', 0, /^amount: must be greater than zero$/],
      ['btc', '0.00', /^amount: must be greater than zero$/],
      ['btc', 'NaN', /^amount: must be a plain decimal/],
      ['btc', '1e3', /^amount: must be a plain decimal/],
      ['btc', '', /^amount: must be a plain decimal/],
      ['btc', '1'.repeat(21), /^amount: must be a plain decimal with at most 20 digits/],
      ['btc', 1e21, /^amount: has too many digits for a JSON number/],
      ['btc', 0.1 + 0.2, /^amount: has too many digits for a JSON number/],
      ['btc', '0.000000001', /^amount: must have at most 8 decimals for BTC$/],
      ['usdt', '0.0000001', /^amount: must have at most 6 decimals for USDT$/],
      ['eth', 1e-19, /^amount: must have at most 18 decimals for ETH$/],
      ['btc', null, /^amount: must be a decimal amount, as a string or a number$/],
      ['doge', 1, /^asset: must be one of btc, ltc, eth, bnb, usdt, trx$/],
      ['', 1, /^asset: must be one of/],
    ]
    for (const [asset, amount, message] of cases) {
      const body = JSON.stringify({ asset, amount })
      const said = await send('POST', '/trades', { token: user, body })
      expect(said.status, body).toBe(422)
      expect(parsed(said).message, body).toMatch(message)
    }
    const enormous = JSON.stringify({
      asset: 'eth',
      amount: '99999999999999999999.999999999999999999',
    })
    const said = await send('POST', '/trades', { token: user, body: enormous })
    expect(parsed(said)).toEqual({ message: 'Insufficient balance', code: 'INSUFFICIENT_FUNDS' })
  })

  test.each(calls)('is refused over tRPC, at $path', async ({ path, procedure }) => {
    // Of messages a minute has only so many, refused ones included.
    const token = procedure.quota === 'messages' ? other : tokenFor(procedure)
    const { shape = {} } = procedure.input as { shape?: object }
    const inputs = Object.keys(shape).flatMap((key) =>
      junkFor(key).map((value) => ({ [key]: value })),
    )
    for (const input of [...junkFor('a whole input'), ...inputs]) {
      const text = JSON.stringify(input)
      // What JSON makes of it is what counts: -0 is 0 there, and surrogates are escaped.
      if (procedure.input.safeParse(JSON.parse(text)).success || text.length > 6000) continue
      const said =
        procedure.kind === 'query'
          ? await send('GET', `/trpc/${path}?input=${encodeURIComponent(text)}`, { token })
          : await send('POST', `/trpc/${path}`, { token, body: text })
      if (input === null && said.status === 200) continue
      expect(said.status, text.slice(0, 100)).toBe(422)
      const { error } = parsed(said)
      expect(error.data).toMatchObject({ soukCode: 'VALIDATION_FAILED', httpStatus: 422 })
      expect(error.data.fields.length).toBeGreaterThan(0)
      expect(Object.keys(error.data)).not.toContain('stack')
    }
  })

  test.each([
    ['a batch of 21', 400, 'GET', `/trpc/${Array(21).fill('trades.list').join(',')}?batch=1`, {}],
    ['broken input', 400, 'GET', '/trpc/trades.list?input={', {}],
    ['input that is no JSON', 400, 'GET', '/trpc/trades.list?input=undefined', {}],
    ['a broken batch', 400, 'GET', '/trpc/trades.list,trades.list?batch=1&input={', {}],
    ['a batch that is no object', 400, 'GET', '/trpc/trades.list?batch=1&input=1', {}],
    ['broken JSON', 400, 'POST', '/trpc/auth.login', { body: '{' }],
    ['a form', 415, 'POST', '/trpc/auth.login', form('multipart/form-data; boundary=x', '--x--')],
    ['a file', 415, 'POST', '/trpc/auth.login', form('application/octet-stream', '{}')],
    ['text', 415, 'POST', '/trpc/auth.login', form('text/plain', '{}')],
    ['no type', 415, 'POST', '/trpc/auth.login', { body: bytes(123, 125) }],
    ['too large a body', 413, 'POST', '/trpc/auth.login', { body: tooLarge }],
    ['an unknown procedure', 404, 'GET', '/trpc/nothing.here', {}],
    ['no procedure', 404, 'GET', '/trpc', {}],
    ['__proto__', 404, 'GET', '/trpc/__proto__', {}],
    ['constructor', 404, 'GET', '/trpc/constructor.constructor', {}],
    ['a branch', 404, 'GET', '/trpc/trades', {}],
    ['a broken path', 400, 'GET', '/trpc/trades.%ff', {}],
    ['the wrong method', 405, 'GET', '/trpc/auth.login', {}],
    ['another wrong method', 405, 'POST', '/trpc/trades.list', { body: '{}' }],
    ['a method nobody has', 405, 'PUT', '/trpc/auth.login', { body: '{}' }],
  ] as [string, number, string, string, Sent][])(
    'over tRPC as %s is %i',
    async (_, status, method, path, sent) => {
      const said = await send(method, path, sent)
      expect(said.status, said.text).toBe(status)
      expect(said.headers.get('content-type')).toMatch(/^application\/json/)
      const [first] = [parsed(said)].flat()
      expect(first.error.data.soukCode).toMatch(/^[A-Z_]+$/)
    },
  )

  test('over tRPC too large in chunks is 413', async () => {
    const sent = { body: inChunks(tooLarge), headers: json }
    const said = await send('POST', '/trpc/auth.login', sent)
    expect(said.status).toBe(413)
    expect(parsed(said).error.data.soukCode).toBe('PAYLOAD_TOO_LARGE')
  })

  test.each([
    'application/json; charset=utf-16',
    'application/json;charset="latin1"',
    'application/merge-patch+json',
    'application/json-patch+json; charset=utf-8',
  ])('as %s is 415', async (type) => {
    const sent = {
      token: user,
      body: '{"asset":"BTC","amount":1}',
      headers: { 'content-type': type },
    }
    expect((await send('POST', '/trades', sent)).status).toBe(415)
  })
})

describe('unusual input that is fine', () => {
  const create = async (sent: Sent) => {
    const said = await send('POST', '/trades', { token: user, ...sent })
    expect(said.status, said.text).toBe(201)
    const { text } = await send('GET', `/trades/${parsed(said).id}`, {})
    return JSON.parse(text)
  }

  test.each([
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/vnd.api+json',
    'application/json;charset="UTF8"',
  ])('is the content type %s', async (type) => {
    await create({ body: '{"asset":"BTC","amount":1}', headers: { 'content-type': type } })
  })

  test('is a byte order mark, with a length and without', async () => {
    const body = '\ufeff{"asset":"BTC","amount":1}'
    await create({ body })
    const stream = new Blob([body]).stream()
    await create({ body: stream, headers: { 'content-type': 'application/json' } })
  })

  test('is a repeated key: the last one counts', async () => {
    const trade = await create({ body: '{"asset":"LTC","amount":1,"amount":"2.5"}' })
    expect(trade.amount).toBe('2.50')
  })

  test('is no body where nothing is required, whatever type it claims', async () => {
    for (const headers of [{}, { 'content-type': 'text/plain' }, { 'content-type': 'x' }]) {
      const token = await souk.logIn('alice', 'alice-secret-1')
      const said = await send('POST', '/auth/logout', { token, headers })
      expect(said.status).toBe(200)
    }
  })

  test('is an amount as exact as it can be', async () => {
    const exact: [asset: string, amount: unknown, shown: string][] = [
      ['ETH', '0.000000000000000001', '0.000000000000000001'],
      ['ETH', 1e-18, '0.000000000000000001'],
      ['ETH', 1.23456789012e-7, '0.000000123456789012'],
      ['BTC', '1.10000000', '1.10'],
      ['btc', 0.1, '0.10'],
      ['Btc', ' 2 ', '2.00'],
    ]
    for (const [asset, amount, shown] of exact) {
      const trade = await create({ body: JSON.stringify({ asset, amount }) })
      expect(trade).toMatchObject({ asset: asset.toUpperCase(), amount: shown })
    }
  })

  test('is a page far beyond the end', async () => {
    for (const page of ['9007199254740991', '1000000', '101']) {
      const said = await send('GET', `/trades?page=${page}&per_page=100`, {})
      expect(said).toMatchObject({ status: 200, text: '[]' })
    }
  })
})

test('no request whatsoever makes the server fail', { timeout: 30_000 }, async () => {
  const ids = oneof(constant(String(tradeId)), constantFrom('0', '-1', '%00', '%', '%ff'), string())
  const routeAndBody = record({
    route: constantFrom(...routes),
    id: ids,
    credential: constantFrom('user', 'staff', 'none', 'bad'),
    fields: dictionary(string(), jsonValue({ noUnicodeString: false }), { maxKeys: 3 }),
    values: jsonValue({ noUnicodeString: false }),
    raw: option(oneof(string({ unit: 'binary' }), uint8Array()), { freq: 5 }),
    type: option(constantFrom('application/json', 'text/plain', 'application/json;charset=x'), {
      freq: 6,
    }),
    key: option(string({ unit: 'grapheme-ascii', maxLength: 20 }), { freq: 5 }),
    query: option(oneof(string(), webUrl()), { freq: 3 }),
  })
  await check(
    asyncProperty(routeAndBody, async ({ route, id, credential, fields, values, ...sent }) => {
      const { rest } = route
      // Known fields get values as odd as the unknown ones.
      const known = fieldsOf(route).map(({ name }, i) => [name, pick(values, i)])
      const body = sent.raw ?? JSON.stringify({ ...fields, ...Object.fromEntries(known) })
      const token = { user, staff, bad: 'nonsense', none: undefined }[credential]
      // A session that is logged out would end the user's part in this.
      if (route.procedure.session === 'ends') return
      const said = await send(
        rest.method,
        pathOf(rest, encodeURIComponent(id.toWellFormed()).replace(/^(\.|%2e)+$/i, 'x') || 'x') +
          (sent.query === null ? '' : `?${encodeURI(sent.query.toWellFormed())}`),
        {
          ...(token !== undefined && { token }),
          headers: {
            'content-type': sent.type ?? 'application/json',
            ...(sent.key !== null && { 'idempotency-key': sent.key }),
          },
          body: rest.method === 'GET' ? undefined : (body as string),
        },
      )
      if (said.status >= 400) expectRefusal(said, rest.dialect, route.name)
    }),
    { numRuns: 1000, interruptAfterTimeLimit: 12_000, seed: 20_260_501 },
  )
})

function pick(values: unknown, index: number): unknown {
  if (Array.isArray(values)) return values[index] ?? values
  if (typeof values === 'object' && values !== null) return Object.values(values)[index] ?? values
  return values
}
