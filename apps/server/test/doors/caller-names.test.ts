import { contract, fileFieldOf, type Procedure, procedures, type RestRoute } from '@souk/contract'
import { soukOpenApi } from '@souk/rest-door'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getWithBody } from '../../src/testing/get-with-body.ts'
import type { Answer, TestUser } from '../../src/testing/http-client.ts'
import { marketClient } from '../../src/testing/market.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Who acts comes from the credential. What a body calls him is at most a repetition of it.

let souk: TestSouk
let alice: TestUser
let bob: TestUser
let uuid: string
let staff: string
beforeAll(async () => {
  souk = await startTestSouk()
  alice = await souk.signUp('alice')
  bob = await souk.signUp('bob')
  uuid = await uuidOf(alice.token)
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
})
afterAll(() => souk.stop())

const uuidOf = async (token: string) => (await souk.get('/auth/me', token)).body.entity.id

const NAMES = {
  seller_id: 'sellerId',
  buyer_id: 'buyerId',
  user_id: 'userId',
  sender_id: 'senderId',
}
/** Where somebody else is named on purpose, and may be. */
const ABOUT_OTHERS = [
  'POST /api/v1/chats/rooms',
  'PUT /exec/limits/',
  'POST /exec/disputes/{id}/assign/',
  'GET /exec/user/settings/{user_id}/',
  'PATCH /exec/user/settings/{user_id}/',
  'POST /exec/user/settings/{user_id}/',
  'POST /exec/user/two-factor/reset/{user_id}/',
]

interface Route {
  readonly name: string
  readonly procedure: Procedure
  readonly rest: RestRoute
}

const routes: Route[] = [...procedures(contract)].flatMap(({ procedure }) =>
  procedure.rest.map((rest) => ({ name: `${rest.method} ${rest.path}`, procedure, rest })),
)
/** A form with a file has no other fields. */
const changing = routes.filter(
  ({ procedure }) => procedure.kind === 'mutation' && fileFieldOf(procedure) === undefined,
)
const guarded = changing.filter(
  ({ name, procedure }) => procedure.access !== 'public' && !ABOUT_OTHERS.includes(name),
)

/** A good body, by the OpenAPI document, without the names that may be in it. */
function bodyFor({ rest }: Route): Record<string, unknown> {
  const method = rest.method.toLowerCase() as 'post'
  const { requestBody } = soukOpenApi().paths?.[rest.path]?.[method] ?? {}
  const media = requestBody && 'content' in requestBody ? requestBody.content : {}
  const [example] = Object.values(media['application/json']?.examples ?? {})
  const body: object = (example && 'value' in example && example.value) || {}
  return Object.fromEntries(Object.entries(body).filter(([name]) => !(name in NAMES)))
}

/** Sends a good body with these names in it, about things that need not be there. */
function send(route: Route, names: object, token: string | undefined): Promise<Answer> {
  const { method, path } = route.rest
  const body = { ...bodyFor(route), ...names }
  const there = path
    .replace('{reaction_type}', 'HEART')
    .replace(/\{\w+\}/g, /deposits|withdrawals|devices|attachments/.test(path) ? NOTHING : '999')
  return method === 'GET'
    ? getWithBody(souk.url, there, { ...(token !== undefined && { token }), body })
    : souk.request(method, there, { token, body })
}
const NOTHING = '00000000-0000-4000-8000-000000000000'

const saysWhose = ({ status, body }: Answer) => [status, body.message ?? body.error]

describe.each(guarded)('$name', (route) => {
  const tokenOf = () => (route.procedure.access === 'staff' ? staff : alice.token)

  test.each(Object.keys(NAMES))('refuses somebody else as %s', async (name) => {
    const wrapped = route.rest.dialect === 'entity' ? `(${name}) ` : `${name}: `
    for (const other of [bob.id, String(bob.id), `user_${bob.id}`, `USR_${bob.id}`, NOTHING]) {
      const answer = await send(route, { [name]: other }, tokenOf())
      expect(saysWhose(answer), other.toString()).toEqual([403, `${wrapped}must be your own`])
    }
  })

  test('asks for a credential before it looks at names', async () => {
    expect((await send(route, { user_id: bob.id }, undefined)).status).toBe(401)
  })
})

/** Every form in which documents name a user. */
const OWN: [form: string, own: () => unknown][] = [
  ['number', () => alice.id],
  ['number as text', () => String(alice.id)],
  ['number after user_', () => `user_${alice.id}`],
  ['number after USR_', () => `USR_${alice.id}`],
  ['UUID', () => uuid],
  ['UUID in capitals', () => uuid.toUpperCase()],
  ['null', () => null],
]

describe.each(OWN)('one’s own name as a %s', (_, own) => {
  const all = () => Object.fromEntries(Object.keys(NAMES).map((name) => [name, own()]))

  test('is let through on every path', async () => {
    const isTried = ({ procedure, rest }: Route) =>
      procedure.access === 'user' && !/^(?:\/api)?\/auth\/|\/logout$/.test(rest.path)
    for (const route of guarded.filter(isTried)) {
      const { status, body } = await send(route, all(), alice.token)
      expect(JSON.stringify(body), `${route.name} answered ${status}`).not.toMatch(
        /must be your own\b|user id/,
      )
    }
  })

  test('makes, takes and ends deals as if it were not there', async () => {
    const market = marketClient(souk)
    const ad = await souk.post('/p2p/ad/', { ...market.AD, ...all() }, alice.token)
    const trade = await souk.post('/trades', { asset: 'BTC', amount: 1, ...all() }, alice.token)
    const path = `/trades/${trade.body.id}`
    const said = await souk.post(`${path}/messages`, { message: 'hello', ...all() }, alice.token)
    const cancelled = await souk.post(`${path}/cancel`, all(), alice.token)
    const deposit = { currency: 'btc', amount: '1', ...all() }
    const announced = await souk.post('/wallet/deposits/', deposit, alice.token)
    const statuses = [ad, trade, said, cancelled, announced].map(({ status }) => status)
    expect(statuses).toEqual([200, 201, 201, 200, 200])
  })
})

test.each(['bob', '', 0, -1, 1.5, true, {}, [1], 'user_', 'USR_x', '1 or 1=1'])(
  'the name %j is nobody’s, and told so without a pattern',
  async (seller_id) => {
    const body = { asset: 'BTC', amount: 1, seller_id }
    const declared = await souk.post('/trades', body, alice.token)
    expect(saysWhose(declared)).toEqual([422, 'seller_id: must be a user id'])
    const beside = await souk.post(
      '/trades',
      { ...body, seller_id: null, user_id: seller_id },
      alice.token,
    )
    expect(saysWhose(beside)).toEqual([403, 'user_id: must be your own'])
  },
)

test('a bad input is told before a bad name', async () => {
  const body = { asset: 'doge', amount: 1, user_id: bob.id }
  expect((await souk.post('/trades', body, alice.token)).status).toBe(422)
})

test('logging in and signing up look at no names', async () => {
  const login = { username: 'bob', password: bob.password, user_id: alice.id }
  expect((await souk.post('/auth/login', login)).status).toBe(200)
})

test('staff name whom they mean where the path is about others', async () => {
  const body = { coin: 'trx', user_id: uuid, maximum: '100' }
  const answer = await souk.request('PUT', '/exec/limits/', { token: staff, body })
  expect(answer.status).toBe(200)
})
