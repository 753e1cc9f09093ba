import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../../src/testing/http-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'
import { twoFactorClient } from '../../src/testing/two-factor.ts'

// What the apps of document 5 need beside their rooms, as they send and read it.

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({ CORS_ORIGINS: 'https://app.example.com' })
})
afterAll(() => souk.stop())

const USERS = '/api/v1/users'
const REQUESTS = '/api/v1/requests'
const NOTIFICATIONS = '/api/v1/notifications'
const PASSWORD = 'a kiln in the garden'

interface AppUser {
  readonly id: string
  readonly token: string
  readonly username: string
}
let people = 0
/** Signs up as an app does. */
async function newAppUser(shopName?: string): Promise<AppUser> {
  people += 1
  const body = {
    email: `app${people}@example.com`,
    username: `app${people}`,
    password: PASSWORD,
    phone_number: '+351 900 000 000',
    account_type: shopName ? 'seller' : 'buyer',
    ...(shopName && { seller_data: { shop_name: shopName, description: 'Cups', policies: {} } }),
  }
  const answer = await souk.post(`${USERS}/register`, body)
  expect([answer.status, answer.body.message]).toEqual([201, undefined])
  return { id: answer.body.id, token: answer.body.access_token, username: body.username }
}
const put = (path: string, body: object, token: string) =>
  souk.request('PUT', path, { body, token })
const remove = (path: string, token: string) => souk.request('DELETE', path, { token })
const ask = (by: AppUser, fields: object = {}) =>
  souk.post(
    REQUESTS,
    { title: 'A dinner set', description: 'For six, in any shade of blue.', ...fields },
    by.token,
  )
const cookieOf = ({ headers }: Answer) =>
  /session=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1]

test('an app registers, is signed in at once, and finds itself', async () => {
  const answer = await souk.post(`${USERS}/register`, {
    email: 'rosa@example.com',
    username: 'rosa.lind',
    password: PASSWORD,
    account_type: 'Seller',
    seller_data: { shop_name: 'Lind Pottery', description: 'Cups, bowls and plates' },
  })
  const rosa = {
    id: expect.stringMatching(/^USR_\d+$/),
    email: 'rosa@example.com',
    username: 'rosa.lind',
    profile_picture: null,
    email_verified: expect.any(Boolean),
    is_buyer: true,
    is_seller: true,
    current_role: 'seller',
    seller_account: {
      id: expect.stringMatching(/^seller_\d+$/),
      shop_name: 'Lind Pottery',
      description: 'Cups, bowls and plates',
    },
    is_active: true,
    two_factor_enabled: false,
    created_at: expect.any(String),
  }
  expect([answer.status, answer.body]).toEqual([201, { ...rosa, access_token: expect.any(String) }])
  expect(cookieOf(answer)).toBe(answer.body.access_token)
  const profile = await souk.get(`${USERS}/profile`, answer.body.access_token)
  expect([profile.status, profile.body]).toEqual([200, rosa])
  const byCookie = await souk.request('GET', `${USERS}/profile`, {
    headers: { cookie: `session=${cookieOf(answer)}` },
  })
  expect(byCookie.body).toEqual(rosa)
  const store = await souk.get(`/api/sellers/${answer.body.seller_account.id}`)
  expect(store.body.data).toMatchObject({ storeName: 'Lind Pottery' })
})

test('a buyer has no store, and a seller without a name for it has one called like them', async () => {
  const buyer = await newAppUser()
  const { body } = await souk.get(`${USERS}/profile`, buyer.token)
  expect(body).toMatchObject({ is_seller: false, current_role: 'buyer', seller_account: null })
  const seller = await souk.post(`${USERS}/register`, {
    email: 'nameless@example.com',
    username: 'nameless',
    password: PASSWORD,
    account_type: 'seller',
  })
  expect(seller.body.seller_account).toMatchObject({ shop_name: 'nameless' })
})

test('where the store is refused, no account is left', async () => {
  const body = {
    email: 'half@example.com',
    username: 'half',
    password: PASSWORD,
    account_type: 'seller',
    seller_data: { shop_name: 'Souk Support' },
  }
  const refused = await souk.post(`${USERS}/register`, body)
  expect([refused.status, refused.body]).toEqual([
    400,
    { message: expect.stringContaining('seller_data.shop_name') },
  ])
  const again = await souk.post(`${USERS}/register`, {
    ...body,
    seller_data: { shop_name: 'Half a Store' },
  })
  expect(again.status).toBe(201)
})

test('a name or an address that is taken is a conflict', async () => {
  const { username } = await newAppUser()
  const answers = [
    await souk.post(`${USERS}/register`, { email: 'x@example.com', username, password: PASSWORD }),
    await souk.post(`${USERS}/register`, { email: 'no address', password: PASSWORD }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([409, 400])
})

test('an app signs in by its address; a wrong password and an unknown address are answered alike', async () => {
  const user = await newAppUser('Sign Painters')
  const email = `${user.username}@example.com`
  const right = await souk.post(`${USERS}/login`, {
    email,
    password: PASSWORD,
    account_type: 'buyer',
  })
  expect([right.status, right.body]).toEqual([
    200,
    expect.objectContaining({ id: user.id, is_seller: true, current_role: 'buyer' }),
  ])
  expect(cookieOf(right)).toBe(right.body.access_token)
  const wrong = await souk.post(`${USERS}/login`, { email, password: 'wrong password' })
  const unknown = await souk.post(`${USERS}/login`, { email: 'no@example.com', password: PASSWORD })
  expect([wrong.status, wrong.body]).toEqual([401, { message: 'Invalid username or password' }])
  expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body])
})

test('signing out answers with nothing, and ends the session', async () => {
  const { token } = await newAppUser()
  const out = await souk.request('POST', `${USERS}/logout`, {
    token,
    headers: { 'content-type': 'application/json' },
  })
  expect([out.status, out.body, out.headers.get('content-type')]).toEqual([204, '', null])
  expect(out.headers.get('set-cookie')).toContain('session=;')
  const gone = await souk.get(`${USERS}/profile`, token)
  expect([gone.status, gone.body.message]).toEqual([401, 'Invalid or expired token'])
  const nobody = await souk.get(`${USERS}/profile`)
  expect([nobody.status, nobody.body]).toEqual([401, { message: 'Unauthorized' }])
})

test('with two-factor authentication on a password alone opens nothing', async () => {
  const user = await newAppUser()
  const { code } = await twoFactorClient(souk, () => new Date()).enable(user.token)
  const login = (more: object = {}) =>
    souk.post(`${USERS}/login`, {
      email: `${user.username}@example.com`,
      password: PASSWORD,
      ...more,
    })
  const alone = await login()
  expect([alone.status, alone.body.access_token, cookieOf(alone)]).toEqual([
    403,
    undefined,
    undefined,
  ])
  const wrong = await login({ code: '000000' })
  expect(wrong.status).toBe(401)
  const right = await login({ code: code() })
  expect([right.status, right.body.two_factor_enabled]).toEqual([200, true])
})

test('guesses at a password are slowed down as at the other doors', async () => {
  const { username } = await newAppUser()
  const email = `${username}@example.com`
  const guess = (path: string) => souk.post(path, { email, password: 'wrong password' })
  for (let n = 0; n < 4; n += 1) {
    await guess(`${USERS}/login`)
    await guess('/auth/login')
  }
  const refused = await souk.post(`${USERS}/login`, { email, password: PASSWORD })
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
})

test('a profile changes its name and its picture', async () => {
  const { token } = await newAppUser()
  const picture = 'https://pictures.example.com/me.png'
  const changed = await put(
    `${USERS}/profile`,
    { username: 'renamed', profile_picture: picture },
    token,
  )
  expect([changed.status, changed.body]).toEqual([
    200,
    expect.objectContaining({ username: 'renamed', profile_picture: picture }),
  ])
})

test('a request is made, found, changed, closed and deleted as the apps do it', async () => {
  const noor = await newAppUser()
  const made = await ask(noor, { budget: 180.5, metadata: { city: 'Lisbon' }, category_ids: [3] })
  const id: string = made.body.id
  expect([made.status, made.body]).toEqual([
    201,
    {
      id: expect.stringMatching(/^REQ_\d+$/),
      user_id: noor.id,
      user: { id: noor.id, username: noor.username, profile_picture: null, is_seller: false },
      title: 'A dinner set',
      description: 'For six, in any shade of blue.',
      budget: 180.5,
      status: 'OPEN',
      views: 0,
      upvotes: 0,
      offer_count: 0,
      offers: [],
      images: [],
      categories: [],
      request_metadata: { city: 'Lisbon' },
      expires_at: expect.stringMatching(/Z$/),
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    },
  ])
  const found = await souk.get(`${REQUESTS}?search=dinner&status=open&page=1&per_page=1`)
  expect(found.body).toEqual({
    items: [made.body],
    pagination: { page: 1, per_page: 1, total: 1, total_items: 1, total_pages: 1 },
  })
  const mine = await souk.get(`${REQUESTS}/my-requests?page=1&per_page=20`, noor.token)
  expect(mine.body.items).toEqual([made.body])
  expect((await souk.get(`${REQUESTS}/${id}`, noor.token)).body).toEqual(made.body)
  expect((await souk.get(`${REQUESTS}/${id.slice(4)}`)).status).toBe(200)
  const changed = await put(`${REQUESTS}/${id}`, { budget: null, title: 'A set' }, noor.token)
  expect([changed.status, changed.body.title, changed.body.budget]).toEqual([200, 'A set', null])
  const closed = await put(`${REQUESTS}/${id}/status`, { status: 'closed' }, noor.token)
  expect([closed.status, closed.body.status]).toEqual([200, 'CLOSED'])
  const listed = await souk.get(`${REQUESTS}?status=CLOSED`)
  expect(listed.body.items.map((request: { id: string }) => request.id)).toEqual([id])
  const gone = await remove(`${REQUESTS}/${id}`, noor.token)
  expect([gone.status, gone.body]).toEqual([204, ''])
  const missing = await souk.get(`${REQUESTS}/${id}`, noor.token)
  expect([missing.status, missing.body]).toEqual([404, { message: 'Request not found' }])
})

test('limits of the apps hold, each refusal in a sentence', async () => {
  const noor = await newAppUser()
  const refusals = await Promise.all(
    [
      { title: '' },
      { title: 'x'.repeat(101) },
      { description: 'too short' },
      { description: 'x'.repeat(2001) },
      { expires_at: '2020-01-01T00:00:00Z' },
      { budget: -1 },
      { metadata: { deep: ['\u0000'] } },
      { metadata: { long: 'x'.repeat(70_000) } },
      { metadata: 'text' },
    ].map((fields) => ask(noor, fields)),
  )
  for (const { status, body } of refusals) {
    expect([status, Object.keys(body)]).toEqual([400, ['message']])
  }
  const unknown = await souk.get(`${REQUESTS}?status=LOST`)
  expect([unknown.status, unknown.body.message]).toEqual([
    400,
    'status: must be one of All, OPEN, FULFILLED, CLOSED, EXPIRED',
  ])
  expect((await souk.post(REQUESTS, {})).status).toBe(401)
  const another = await ask(noor, { user_id: 'USR_1' })
  expect(another.status).toBe(403)
})

test('a seller offers their product, the asker accepts, and both read of it in their notifications', async () => {
  const noor = await newAppUser()
  const rosa = await newAppUser('Harbour Pottery')
  const { body: request } = await ask(noor)
  const product = await souk.post(
    '/api/products',
    {
      name: 'Cobalt set',
      priceBtc: 0.002,
      priceEur: 189,
      category: 'Other',
      images: ['https://pictures.example.com/cobalt.png'],
    },
    rosa.token,
  )
  const productId = product.body.data.id.replace('product', 'PRD')
  const offered = await souk.post(
    `${REQUESTS}/${request.id}/offers`,
    { price: 175, message: 'In two weeks', product_id: productId },
    rosa.token,
  )
  const offer = {
    id: expect.any(Number),
    request_id: request.id,
    seller_id: rosa.id,
    seller: { id: rosa.id, username: rosa.username, profile_picture: null, is_seller: true },
    product_id: productId,
    product: {
      id: productId,
      name: 'Cobalt set',
      price: 189,
      currency: 'EUR',
      image_url: 'https://pictures.example.com/cobalt.png',
    },
    price: 175,
    message: 'In two weeks',
    status: 'PENDING',
    created_at: expect.any(String),
    updated_at: expect.any(String),
  }
  expect([offered.status, offered.body]).toEqual([201, offer])
  const shown = await souk.get(`${REQUESTS}/${request.id}`, noor.token)
  expect(shown.body.offers).toEqual([offered.body])

  expect((await souk.get(`${NOTIFICATIONS}/unread/count`, noor.token)).body).toEqual({ count: 1 })
  const accepted = await souk.post(
    `${REQUESTS}/offers/${offered.body.id}/accept`,
    undefined,
    noor.token,
  )
  expect([accepted.status, accepted.body.status]).toEqual([200, 'ACCEPTED'])
  const told = await souk.get(`${NOTIFICATIONS}?page=1&per_page=20`, rosa.token)
  expect(told.body).toEqual({
    items: [
      {
        id: expect.any(Number),
        type: 'REQUEST_OFFER_ACCEPTED',
        title: 'Request Offer Accepted',
        message: 'The offer for "A dinner set" was accepted',
        data: { offerId: offered.body.id, requestId: Number(request.id.slice(4)) },
        is_read: false,
        created_at: expect.any(String),
      },
    ],
    pagination: { page: 1, per_page: 20, total: 1, total_items: 1, total_pages: 1 },
  })
  const ids = told.body.items.map(({ id }: { id: number }) => id)
  const read = () => souk.post(`${NOTIFICATIONS}/mark-read`, { notification_ids: ids }, rosa.token)
  expect([(await read()).body, (await read()).body]).toEqual([{ updated: 1 }, { updated: 0 }])
  expect((await souk.get(`${NOTIFICATIONS}/unread/count`, rosa.token)).body).toEqual({ count: 0 })
})

test('the two of a room react to its messages', async () => {
  const buyer = await newAppUser()
  const seller = await newAppUser('Reaction Store')
  const room = await souk.post('/api/v1/chats/rooms', { seller_id: seller.id }, buyer.token)
  const sent = await souk.post(
    `/api/v1/chats/rooms/${room.body.id}/messages`,
    { content: 'Good day' },
    buyer.token,
  )
  const path = `/api/v1/chats/messages/${sent.body.id}/reactions`
  expect((await souk.get(path, seller.token)).body).toEqual([])
  const add = (reaction_type: unknown, by: AppUser) => souk.post(path, { reaction_type }, by.token)
  const heart = { reaction_type: 'HEART', emoji: '❤️', count: 1, has_reacted: true }
  for (const _ of ['once', 'and again']) {
    const added = await add('HEART', seller)
    expect([added.status, added.body]).toEqual([201, [heart]])
  }
  const seen = await souk.get(path, buyer.token)
  expect([seen.status, seen.body]).toEqual([200, [{ ...heart, has_reacted: false }]])
  const removed = await remove(`${path}/HEART`, seller.token)
  expect([removed.status, removed.body]).toEqual([204, ''])
  expect((await souk.get(path, buyer.token)).body).toEqual([])
  for (const wrong of ['LOVE', '', 7, undefined]) {
    const refused = await add(wrong, seller)
    expect([refused.status, Object.keys(refused.body)]).toEqual([422, ['message']])
  }
  expect((await remove(`${path}/LOVE`, seller.token)).status).toBe(422)
  const outsider = await newAppUser()
  for (const answer of [await souk.get(path, outsider.token), await add('HEART', outsider)]) {
    expect([answer.status, answer.body]).toEqual([403, { message: 'Access denied to this room' }])
  }
})

test('opening a room costs an app nothing of what it has for its money', async () => {
  const limited = await startTestSouk({
    RATE_LIMIT_AUTHENTICATED: '40',
    RATE_LIMIT_CHAT: '200',
  })
  const { token } = await limited.signUp('reader')
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      limited.get(`/api/v1/chats/messages/${n + 1}/reactions`, token),
    ),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]))
  expect((await limited.get('/p2p/wallet/', token)).status).toBe(200)
  await limited.stop()
})
