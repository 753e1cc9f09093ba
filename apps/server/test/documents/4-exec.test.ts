import { Agent } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differences, documentExamples } from '../../src/testing/documented.ts'
import { type GetOptions, getWithBody } from '../../src/testing/get-with-body.ts'
import type { Answer } from '../../src/testing/http-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const exampleOf = documentExamples('4-exec.json')

let souk: TestSouk
let staff: string
let user: { id: number; uuid: string; token: string }
beforeAll(async () => {
  souk = await startTestSouk()
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
  user = await register('chidi')
})
afterAll(() => souk.stop())

async function register(name: string) {
  const email = `${name}@example.com`
  const password = 'a long secret 1'
  const person = { email, password, first_name: 'Chidi', last_name: 'Eze' }
  await souk.post('/auth/register', person)
  const { body } = await souk.post('/auth/login', { email, password })
  const { access, user: account } = body.entity
  return { id: account.user_number, uuid: account.id, token: access }
}

/** What Souk tells of these people nothing of. */
const NULLS = ['phone_number', 'last_login', 'email', 'first_name', 'last_name']

const done = (message: string) => ({ status: 'success', entity: null, message, success: true })
const refused = (message: string) => ({ status: 'failure', entity: null, message, success: false })

const ask = (path: string, options: GetOptions) => getWithBody(souk.url, path, options)

describe('get all users', () => {
  test.each(['POST', 'GET'])('by %s', async (method) => {
    const answer = await souk.request(method, '/auth/users/', { token: staff })
    expect(answer.status).toBe(200)
    const { pagination, ...documented } = answer.body
    const { response } = exampleOf('POST /auth/users/')
    const added = { entity: ['username'] }
    expect(differences(documented, response, { nulls: NULLS, added })).toEqual([])
    expect(documented.entity).toHaveLength(2)
    expect(documented.entity[1]).toMatchObject({
      id: user.uuid,
      password: '[redacted]',
      email: 'chidi@example.com',
      first_name: 'Chidi',
      user_number: user.id,
      is_staff: false,
      groups: [],
    })
    expect(pagination).toEqual({ page: 1, per_page: 50, total: 2 })
    expect(answer.headers.get('x-total-count')).toBe('2')
  })

  test('a page at a time, whether the query says so or the body', async () => {
    const inQuery = await souk.request('POST', '/auth/users/?per_page=1&page=2', { token: staff })
    const inBody = await souk.post('/auth/users/', { per_page: 1, page: 2 }, staff)
    expect(inBody.body).toEqual(inQuery.body)
    expect(inBody.body.entity).toMatchObject([{ user_number: user.id }])
  })
})

describe.each(['enable', 'disable'])('%s a coin', (verb) => {
  const path = `/exec/coin/${verb}/`
  const asked: [string, () => Promise<Answer>][] = [
    ['a GET with a body', () => ask(path, { token: staff, body: { coin: 'trx' } })],
    ['a GET in pieces', () => ask(path, { token: staff, body: { coin: 'TRX' }, chunked: true })],
    ['a GET with a query', () => souk.get(`${path}?coin=trx`, staff)],
    ['a POST', () => souk.post(path, { coin: 'trx' }, staff)],
  ]
  test.each(asked)('by %s', async (_, send) => {
    const { status, body } = await send()
    expect(body).toEqual(done(`trx ${verb}d successfully`))
    expect(status).toBe(200)
  })

  test('that there is not', async () => {
    for (const answer of [
      await ask(path, { token: staff, body: { coin: 'doge' } }),
      await souk.post(path, { coin: 'doge' }, staff),
    ]) {
      expect(answer.body).toEqual(refused('Invalid coin'))
      expect(answer.status).toBe(404)
    }
  })

  test('is for staff only, and a cookie is nobody', async () => {
    const cookie = { cookie: `session=${staff}` }
    const body = { coin: 'trx' }
    expect(await ask(path, { token: user.token, body })).toMatchObject({
      status: 403,
      body: refused('Only staff may do this'),
    })
    for (const answer of [
      await ask(path, { body }),
      await ask(path, { body: '{', headers: cookie }),
      await ask(path, { body, headers: cookie }),
      await souk.request('GET', `${path}?coin=trx`, { headers: cookie }),
    ]) {
      expect(answer).toMatchObject({ status: 401, body: refused('Authentication required') })
    }
    // By POST it is as good as anywhere.
    const login = await souk.post('/login', ADMIN)
    const session = login.headers.get('set-cookie')?.split(';')[0] ?? ''
    const byCookie = { headers: { cookie: session }, body }
    expect((await souk.request('POST', path, byCookie)).status).toBe(200)
    expect((await ask(path, byCookie)).status).toBe(401)
  })

  test('is never done by HEAD', async () => {
    const answer = await ask(path, { method: 'HEAD', token: staff, body: { coin: 'trx' } })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, POST')
  })

  test.each([
    ['{"coin":', 400],
    ['["trx"]', 400],
    ['{"coin":7}', 400],
    ['{}', 400],
    [`{"coin":"${'x'.repeat(1024 * 1024)}"}`, 413],
  ])('is refused with the body %.20s', async (body, status) => {
    for (const chunked of [false, true]) {
      expect((await ask(path, { token: staff, body, chunked })).status).toBe(status)
    }
  })
})

test('a coin that is switched off is not traded until it is switched on again', async () => {
  const trade = () => souk.post('/trades', { asset: 'LTC', amount: 1 }, user.token)
  await ask('/exec/coin/disable/', { token: staff, body: { coin: 'ltc' } })
  expect((await trade()).status).toBe(400)
  await ask('/exec/coin/enable/', { token: staff, body: { coin: 'ltc' } })
  expect((await trade()).status).toBe(201)
})

test('what follows a GET with a body on its connection is not affected', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const path = '/exec/coin/enable/'
  const statuses = []
  for (const options of [
    { token: staff, body: { coin: 'trx' } },
    { body: { coin: 'trx' } },
    { token: staff, body: '{', chunked: true },
    { token: staff, body: { coin: 'trx' }, chunked: true },
    { token: staff, body: 'x'.repeat(1.1e6) },
    { token: staff, body: { coin: 'trx' } },
  ]) {
    statuses.push((await ask(path, { ...options, agent })).status)
  }
  expect(statuses).toEqual([200, 401, 400, 200, 413, 200])
  agent.destroy()
})

describe('user settings', () => {
  const allowed = { nulls: NULLS }
  const path = (id: string | number = user.uuid) => `/exec/user/settings/${id}/`

  test('are read by UUID, and by user number', async () => {
    const { status, body } = await souk.get(path(), staff)
    expect(status).toBe(200)
    const { response } = exampleOf('GET /exec/user/settings/{user_id}/')
    expect(differences(body, response, allowed)).toEqual([])
    expect(body.message).toBeNull()
    expect(body.entity.user).toMatchObject({ id: user.uuid, email: 'chidi@example.com' })
    expect((await souk.get(path(user.id), staff)).body).toEqual(body)
  })

  test.each(['GET', 'PATCH', 'POST'])('are changed by %s with a body', async (method) => {
    const { request, response } = exampleOf('PATCH /exec/user/settings/{user_id}/')
    const change = async (body: object) =>
      method === 'GET'
        ? ask(path(), { token: staff, body })
        : souk.request(method, path(), { token: staff, body })
    const all = await change(request as object)
    expect(all.status).toBe(200)
    expect(differences(all.body, response, allowed)).toEqual([])
    expect(all.body.message).toBe('User settings updated successfully')
    const one = await change({ can_trade_btc: false })
    expect(one.body.entity).toEqual({ ...all.body.entity, can_trade_btc: false })
    expect((await souk.get(path(), staff)).body.entity).toEqual(one.body.entity)
    await change({ can_trade_btc: true })
  })

  test('show a right the document does not know once it has been taken', async () => {
    const taken = { can_trade_trx: false, can_withdraw: false, can_deposit: false }
    const { body } = await souk.request('PATCH', path(), { token: staff, body: taken })
    expect(body.entity).toMatchObject(taken)
    expect(body.entity).not.toHaveProperty('can_transfer')
    const given = { can_trade_trx: true, can_withdraw: true, can_deposit: true }
    await souk.request('PATCH', path(), { token: staff, body: given })
    expect((await souk.get(path(), staff)).body.entity).not.toHaveProperty('can_withdraw')
  })

  test('bind at once', async () => {
    const other = await register('ngozi')
    const trade = () => souk.post('/trades', { asset: 'BTC', amount: 1 }, other.token)
    expect((await trade()).status).toBe(201)
    await ask(path(other.uuid), { token: staff, body: { can_trade_btc: false } })
    expect((await trade()).status).toBe(403)
    await ask(path(other.uuid), { token: staff, body: { is_active: false } })
    expect((await trade()).status).toBe(401)
  })

  test('are those of somebody', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect((await souk.get(path(nobody), staff)).status).toBe(404)
    expect((await ask(path(999_999), { token: staff, body: {} })).status).toBe(404)
    expect((await souk.get(path('x'), staff)).status).toBe(400)
  })

  test('are changed by no cookie, though read by one', async () => {
    const login = await souk.post('/login', ADMIN)
    const headers = { cookie: login.headers.get('set-cookie')?.split(';')[0] ?? '' }
    expect((await souk.request('GET', path(), { headers })).status).toBe(200)
    expect((await ask(path(), { headers, body: { is_active: false } })).status).toBe(401)
    const head = await ask(path(), { method: 'HEAD', token: staff, body: { is_active: false } })
    expect(head.status).toBe(200)
    expect((await souk.get(path(), staff)).body.entity.is_active).toBe(true)
  })
})

describe('the money lists', () => {
  const ADDRESS = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'
  beforeAll(async () => {
    const { token } = user
    const post = async (path: string, body: object) => {
      const answer = await souk.post(path, body, token)
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    }
    await post('/wallet/deposits/', { currency: 'btc', amount: '50' })
    await post('/wallet/withdrawals/', { currency: 'btc', amount: '5', address: ADDRESS })
    await post('/wallet/withdrawals/', { currency: 'btc', amount: '6.5', address: ADDRESS })
  })

  /** What Souk adds to the document's rows, for staff to act on. */
  const ADDED = {
    transactions: ['currency'],
    deposits: ['status', 'from_address', 'transaction_id', 'reason'],
    withdrawals: [
      'user',
      'status',
      'updated_at',
      'transaction_id',
      'reason',
      'approvals',
      'approvals_needed',
    ],
  }

  test.each([
    ['/transactions/all/', ADDED.transactions, 3, { status: 'PENDING' }],
    ['/deposits/list/all/', ADDED.deposits, 1, { amount: '50.00000', wallet_type: 'BTC' }],
    [
      '/withdrawals/list/all/',
      ADDED.withdrawals,
      2,
      {
        amount: '6.50000',
        wallet_type: 'BTC',
        wallet_address: ADDRESS,
        verified: false,
        wallet_type_display: 'Bitcoin',
      },
    ],
  ])('%s is a bare list, newest first', async (path, added, count, first) => {
    const { status, body, headers } = await souk.get(path, staff)
    expect(status).toBe(200)
    expect(body).toHaveLength(count)
    const example = exampleOf(`GET ${path}`).response
    const nulls = [...NULLS, 'wallet_address']
    expect(differences(body, example, { nulls, added: { body: added } })).toEqual([])
    expect(body[0]).toMatchObject(first)
    expect(headers.get('x-total-count')).toBe(String(count))
    expect(headers.get('link')).toContain('rel="last"')
  })

  test('come a page at a time', async () => {
    const { body, headers } = await souk.get('/withdrawals/list/all/?page=2&per_page=1', staff)
    expect(body).toMatchObject([{ amount: '5.00000' }])
    expect(headers.get('x-total-count')).toBe('2')
    expect(
      (await souk.get('/transactions/all/?transaction_type=DEPOSIT', staff)).body,
    ).toHaveLength(1)
  })
})

test.each([
  ['GET', '/auth/users/'],
  ['POST', '/auth/users/'],
  ['POST', '/exec/coin/enable/'],
  ['POST', '/exec/coin/disable/'],
  ['GET', '/transactions/all/'],
  ['GET', '/deposits/list/all/'],
  ['GET', '/withdrawals/list/all/'],
  ['GET', '/exec/user/settings/1/'],
  ['PATCH', '/exec/user/settings/1/'],
  ['GET', '/exec/audit/'],
])('%s %s is for staff only', async (method, path) => {
  const body = method === 'GET' ? {} : { body: {} }
  expect(await souk.request(method, path, { token: user.token, ...body })).toMatchObject({
    status: 403,
    body: refused('Only staff may do this'),
  })
  expect(await souk.request(method, path, body)).toMatchObject({
    status: 401,
    body: refused('Authentication required'),
  })
})
