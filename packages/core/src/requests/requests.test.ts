import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addBlock } from '../chat/blocks.ts'
import type { SignedIn } from '../context.ts'
import { listNotifications } from '../notifications/list-notifications.ts'
import { deleteProduct } from '../shop/products/delete-product.ts'
import { newProduct, newSeller } from '../testing/shop.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { createRequest } from './create-request.ts'
import { deleteRequest } from './delete-request.ts'
import { expireRequest } from './expire-request.ts'
import { getRequest } from './get-request.ts'
import { listOwnRequests, listRequests } from './list-requests.ts'
import { createRequestOffer } from './offers/create-offer.ts'
import { listOwnRequestOffers, listRequestOffers } from './offers/list-offers.ts'
import { acceptRequestOffer, rejectRequestOffer } from './offers/transition-offer.ts'
import { setRequestStatus } from './set-request-status.ts'
import { updateRequest } from './update-request.ts'

let core: TestCore
let asker: SignedIn
let seller: SignedIn
beforeAll(async () => {
  core = await startTestCore()
})
afterAll(() => core.close())
beforeEach(async () => {
  core.time.now = new Date('2026-01-02T03:04:05.678Z')
  asker = await core.newUser()
  seller = (await newSeller(core)).user
})

const PAGE = { page: 1, perPage: 20 }
const DAY = 86_400_000
const later = (milliseconds: number) => {
  core.time.now = new Date(core.time.now.getTime() + milliseconds)
}
const ask = (changes: object = {}, by = asker) =>
  createRequest(core.as(by), {
    title: 'A kettle',
    description: 'Blue, for two cups or more.',
    ...changes,
  })
const offer = (id: number, by = seller, changes: object = {}) =>
  createRequestOffer(core.as(by), { id, price: '25', ...changes })
const get = (id: number, by = asker) => getRequest(core.as(by), { id })
const SYSTEM = { kind: 'system' } as const
const typesOf = async (user: SignedIn) =>
  (await listNotifications(core.as(user), { ...PAGE, unread: false })).items.map(({ type }) => type)
const titles = async (filter: object, by: SignedIn = asker) =>
  (await listRequests(core.as(by), { ...PAGE, ...filter })).items.map(({ title }) => title)

test('a request is open for thirty days unless it says otherwise', async () => {
  const request = await ask({ budget: '30.5', metadata: { city: 'Lisbon', tags: ['a'] } })
  expect(request).toEqual({
    id: expect.any(Number),
    userId: asker.userId,
    user: { id: asker.userId, username: expect.any(String), avatar: null, isSeller: false },
    title: 'A kettle',
    description: 'Blue, for two cups or more.',
    budget: '30.50',
    status: 'OPEN',
    views: 0,
    offerCount: 0,
    offers: [],
    metadata: { city: 'Lisbon', tags: ['a'] },
    expiresAt: '2026-02-01T03:04:05.678Z',
    createdAt: '2026-01-02T03:04:05.678Z',
    updatedAt: '2026-01-02T03:04:05.678Z',
  })
  const expiresAt = '2026-01-03T00:00:00.000Z'
  expect(await ask({ expiresAt })).toMatchObject({ expiresAt })
  for (const wrong of ['2026-01-02T03:04:05.678Z', '2027-02-02T00:00:00.000Z']) {
    await expect(ask({ expiresAt: wrong })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  }
})

test('what is changed is found by its new words; what is not given stays', async () => {
  const { id } = await ask({ title: 'Zyxkettle', budget: '9' })
  const changed = await updateRequest(core.as(asker), { id, title: 'Zyxteapot' })
  expect(changed).toMatchObject({ title: 'Zyxteapot', budget: '9.00' })
  expect([await titles({ search: 'zyxkettle' }), await titles({ search: 'zyxtea' })]).toEqual([
    [],
    ['Zyxteapot'],
  ])
  expect(await updateRequest(core.as(asker), { id, budget: null })).toMatchObject({ budget: null })
  await expect(updateRequest(core.as(seller), { id, title: 'Mine' })).rejects.toMatchObject({
    code: 'NOT_A_PARTY',
  })
})

test('a request is over with its time, whether or not its job has run', async () => {
  const { id } = await ask({ title: 'Zyxshort', expiresAt: '2026-01-02T04:00:00.000Z' })
  const made = await offer(id)
  await expireRequest(core.as(SYSTEM), { requestId: id })
  expect((await get(id)).status).toBe('OPEN')
  later(3_600_000)
  expect(await get(id)).toMatchObject({
    status: 'EXPIRED',
    offerCount: 0,
    offers: [{ status: 'REJECTED' }],
  })
  expect(await titles({ search: 'zyxshort', status: 'OPEN' })).toEqual([])
  await expect(offer(id, (await newSeller(core)).user)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(acceptRequestOffer(core.as(asker), made)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(updateRequest(core.as(asker), { id, title: 'Late' })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  await expireRequest(core.as(SYSTEM), { requestId: id })
  await expireRequest(core.as(SYSTEM), { requestId: id })
  expect(await titles({ search: 'zyxshort', status: 'EXPIRED' })).toEqual(['Zyxshort'])
  expect([await typesOf(asker), await typesOf(seller)]).toEqual([
    ['REQUEST_EXPIRED', 'REQUEST_OFFERED'],
    ['REQUEST_ENDED'],
  ])
})

test('what is given more time is looked at again then, and what is opened again has thirty days', async () => {
  const { id } = await ask({ expiresAt: '2026-01-02T04:00:00.000Z' })
  await updateRequest(core.as(asker), { id, expiresAt: '2026-01-02T06:00:00.000Z' })
  later(3_600_000)
  await expireRequest(core.as(SYSTEM), { requestId: id })
  expect((await get(id)).status).toBe('OPEN')
  later(DAY)
  await expireRequest(core.as(SYSTEM), { requestId: id })
  const again = await setRequestStatus(core.as(asker), { id, status: 'OPEN' })
  expect(again).toMatchObject({ status: 'OPEN', expiresAt: '2026-02-02T04:04:05.678Z' })
})

test('lists go newest first, by status and words, and leave out who was banned and what was deleted', async () => {
  const banned = await core.newUser()
  for (const title of ['Zyxlist one', 'Zyxlist two', 'Zyxlist three']) await ask({ title })
  const { id } = await ask({ title: 'Zyxlist four' })
  const { id: gone } = await ask({ title: 'Zyxlist five' })
  await ask({ title: 'Zyxlist six' }, banned)
  await setRequestStatus(core.as(asker), { id, status: 'CLOSED' })
  await deleteRequest(core.as(asker), { id: gone })
  await core.sql('update users set is_active = false where id = $1', [banned.userId])
  const search = 'zyxlist'
  const open = ['Zyxlist three', 'Zyxlist two', 'Zyxlist one']
  expect(await titles({ search })).toEqual(['Zyxlist four', ...open])
  expect(await titles({ search, status: 'OPEN' })).toEqual(open)
  expect(await titles({ search, status: 'CLOSED' })).toEqual(['Zyxlist four'])
  const first = await listRequests(core.as(asker), { search, page: 1, perPage: 3 })
  const { nextCursor: cursor } = first
  const second = await listRequests(core.as(asker), { search, page: 2, perPage: 3, cursor })
  expect([first.total, second.items.map(({ title }) => title)]).toEqual([4, ['Zyxlist one']])
  const mine = await listOwnRequests(core.as(asker), { ...PAGE, status: 'OPEN' })
  expect(mine.items.map(({ title }) => title)).toEqual(open)
  expect((await listOwnRequests(core.as(asker), PAGE)).total).toBe(4)
  await expect(get(gone)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('views are those of others, each once in a while', async () => {
  const { id } = await ask()
  await get(id)
  await get(id, seller)
  await get(id, seller)
  await getRequest(core.as({ kind: 'anonymous' }), { id })
  await core.as(asker).requestViews.flush()
  expect((await get(id)).views).toBe(2)
})

test('somebody has fifty open requests at most, however many they open at once', async () => {
  for (let n = 0; n < 48; n += 1) await ask()
  const tried = await Promise.allSettled(Array.from({ length: 6 }, () => ask()))
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  const { items } = await listOwnRequests(core.as(asker), PAGE)
  const [id = 0] = items.map((request) => request.id)
  await setRequestStatus(core.as(asker), { id, status: 'CLOSED' })
  await ask()
  await expect(setRequestStatus(core.as(asker), { id, status: 'OPEN' })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

test('only who has a store offers something, of their own, once, and not to themself', async () => {
  const { id } = await ask()
  const other = await newSeller(core)
  const theirs = await newProduct(core, other.user)
  const refusal = (by: SignedIn, changes: object = {}) =>
    offer(id, by, changes).then(
      () => 'done',
      (error) => `${error.code} ${error.message}`,
    )
  expect([
    await refusal(asker),
    await refusal(await core.newUser()),
    await refusal(seller, { productId: theirs.id }),
    await refusal(seller),
    await refusal(seller),
    await refusal(other.user, { productId: theirs.id }),
  ]).toEqual([
    'FORBIDDEN You cannot make an offer on your own request',
    'FORBIDDEN Making offers takes a seller profile',
    'VALIDATION_FAILED productId: must be one of your products',
    'done',
    'CONFLICT You have an offer on this request that waits for an answer',
    'done',
  ])
  const third = await newSeller(core)
  await addBlock(core.as(asker), { uid: third.user.uuid })
  expect(await refusal(third.user)).toBe('FORBIDDEN You cannot write to this user')
  await expect(offer(id + 1000)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('an offer shows its product as it is now, with its price in EUR', async () => {
  const { id } = await ask()
  const images = ['https://pictures.example.com/1.png', 'https://pictures.example.com/2.png']
  const product = await newProduct(core, seller, { priceEur: '40', images })
  const made = await offer(id, seller, { productId: product.id, message: 'Take it' })
  expect(made).toMatchObject({
    requestId: id,
    sellerId: seller.userId,
    seller: { id: seller.userId, isSeller: true },
    productId: product.id,
    product: { id: product.id, name: 'Map', price: '40.00', currency: 'EUR', image: images[0] },
    price: '25.00',
    message: 'Take it',
    status: 'PENDING',
  })
  await deleteProduct(core.as(seller), { id: product.id })
  expect((await get(id)).offers).toMatchObject([{ productId: product.id, product: null }])
})

test('accepting an offer fulfils the request, rejects the others and tells all of them, once', async () => {
  const { id } = await ask()
  const others = [(await newSeller(core)).user, (await newSeller(core)).user] as const
  const chosen = await offer(id)
  for (const by of others) await offer(id, by)
  expect(await acceptRequestOffer(core.as(asker), chosen)).toMatchObject({ status: 'ACCEPTED' })
  const { status, offers } = await get(id)
  expect([status, offers.map((made) => made.status)]).toEqual([
    'FULFILLED',
    ['REJECTED', 'REJECTED', 'ACCEPTED'],
  ])
  expect(await typesOf(seller)).toEqual(['REQUEST_OFFER_ACCEPTED'])
  for (const by of others) expect(await typesOf(by)).toEqual(['REQUEST_ENDED'])
  await expect(acceptRequestOffer(core.as(asker), chosen)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'You cannot accept an offer that is ACCEPTED',
  })
  await expect(setRequestStatus(core.as(asker), { id, status: 'OPEN' })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

test('nobody sees the offers of others but who has asked and staff', async () => {
  const { id } = await ask()
  const other = (await newSeller(core)).user
  const mine = await offer(id)
  const theirs = await offer(id, other)
  const staff = await core.newUser('staff')
  const seen = async (by: SignedIn) => [
    (await get(id, by)).offers.map((made) => made.id),
    (await listRequestOffers(core.as(by), { id, ...PAGE })).items.map((made) => made.id),
  ]
  const all = [theirs.id, mine.id]
  expect(await seen(asker)).toEqual([all, all])
  expect(await seen(staff)).toEqual([all, all])
  expect(await seen(seller)).toEqual([[mine.id], [mine.id]])
  expect(await seen(await core.newUser())).toEqual([[], []])
  expect((await listOwnRequestOffers(core.as(other), PAGE)).items).toEqual([theirs])
  expect((await get(id, other)).offerCount).toBe(2)
})

test('who is turned down may offer again, ten times in all', async () => {
  const { id } = await ask()
  for (let n = 0; n < 10; n += 1) {
    await rejectRequestOffer(core.as(asker), await offer(id))
  }
  await expect(offer(id)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await get(id)).status).toBe('OPEN')
})

test('what staff do with the request of somebody else is told them, and is in the audit log', async () => {
  const staff = await core.newUser('staff')
  const { id } = await ask()
  const { id: other } = await ask()
  await setRequestStatus(core.as(staff), { id, status: 'CLOSED' })
  await deleteRequest(core.as(staff), { id: other })
  await deleteRequest(core.as(asker), { id })
  expect(await typesOf(asker)).toEqual(['REQUEST_CLOSED', 'REQUEST_CLOSED'])
  const audit = await core.sql(
    `select action, subject, details from audit_log where staff_id = $1 order by id`,
    [staff.userId],
  )
  const details = { userId: asker.userId, title: 'A kettle' }
  expect(audit).toEqual([
    { action: 'request.closed', subject: `request:${id}`, details },
    { action: 'request.deleted', subject: `request:${other}`, details },
  ])
})

test('what a banned seller has offered is accepted no more', async () => {
  const { id } = await ask()
  const made = await offer(id)
  await core.sql('update users set is_active = false where id = $1', [seller.userId])
  await expect(acceptRequestOffer(core.as(asker), made)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await get(id)).status).toBe('OPEN')
})
