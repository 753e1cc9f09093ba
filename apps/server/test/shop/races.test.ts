import { expireOrder } from '@souk/core/shop/orders/expire-order.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Books, openBooks, purseOf } from '../../src/testing/books.ts'
import { type Answer, type TestUser, tally } from '../../src/testing/http-client.ts'
import { scramble, TRIED } from '../../src/testing/scramble.ts'
import { type ShopClient, shopClient, type Who } from '../../src/testing/shop.ts'
import { RELEASE_CODE, type ShopDeals, shopDeals } from '../../src/testing/shop-deals.ts'
import { openSystem, type System } from '../../src/testing/system.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// The shop with many real requests at the same moment: every piece and every coin has one fate.

let souk: TestSouk
let shop: ShopClient
let deals: ShopDeals
let books: Books
let system: System
let buyer: TestUser
let seller: TestUser
let staff: Who
let product: string
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  books = await openBooks(souk.databaseUrl)
  system = await openSystem(souk.databaseUrl)
  buyer = await souk.signUp('buyer')
  seller = await souk.signUp('seller')
  staff = { token: await souk.logIn(ADMIN.username, ADMIN.password) }
  await shop.newSeller(seller)
  product = await shop.newProduct(seller, { stockQuantity: STOCK })
  deals = shopDeals(souk, { buyer, seller, product })
})
afterAll(async () => {
  await system.close()
  await books.close()
  await souk.stop()
})
afterEach(async () => {
  expect(await books.verify()).toEqual([])
})

const STOCK = 1000
const HOUR = 3_600_000
const PRICE = 0.0025

const productOf = async (id: string) => (await souk.get(`/api/products/${id}`)).body.data
const orderOf = async (id: string) => (await souk.get(`/api/orders/${id}`, buyer.token)).body.data
const escrowOf = async (id: string) => (await souk.get(`/api/escrow/${id}`, buyer.token)).body.data
const many = <T>(times: number, work: (i: number) => T) =>
  Array.from({ length: times }, (_, i) => work(i))

/** What somebody has in the wallet that orders are paid from, in hundred-millionths. */
async function satoshi({ id }: TestUser): Promise<{ all: number; held: number }> {
  const { available, held } = purseOf((await books.purses([id]))[id], 'btc main')
  const whole = (amount: string) => Math.round(Number(amount) * 1e8)
  return { all: whole(available) + whole(held), held: whole(held) }
}

test('of thirty buyers who want one of five pieces, five get one', async () => {
  const rare = await shop.newProduct(seller, { name: 'Rare', stockQuantity: 5 })
  const accounts = await Promise.all(many(30, () => souk.post('/api/auth/register')))
  const items = [{ productId: rare, quantity: 1 }]
  const answers = await Promise.all(
    accounts.map(({ body }) => souk.post('/api/orders', { items }, body.data.accessToken)),
  )
  expect(tally(answers)).toEqual({ 201: 5, 409: 25 })
  const refused = answers.filter(({ status }) => status === 409).map(({ body }) => body.error)
  expect(new Set(refused)).toEqual(new Set(['Insufficient stock for product Rare']))
  expect(await productOf(rare)).toMatchObject({ stockQuantity: 0, inStock: false })
})

test('of thirty buyers who want two of five pieces each, two get them', async () => {
  const rare = await shop.newProduct(seller, { stockQuantity: 5 })
  const items = [{ productId: rare, quantity: 2 }]
  const answers = await Promise.all(
    many(30, () => souk.post('/api/orders', { items }, buyer.token)),
  )
  expect(tally(answers)).toEqual({ 201: 2, 409: 28 })
  expect(await productOf(rare)).toMatchObject({ stockQuantity: 1 })
})

/**
 * Expiry as its job does it. It has no way over HTTP to go, and would always be first: mostly it waits for
 * as long as that takes.
 */
async function expire(order: string, round: number): Promise<Answer> {
  if (round % 3) await souk.get('/auth/me', staff.token)
  await expireOrder(system.ctx(HOUR), { orderId: Number(order.replace('order_', '')) })
  return TRIED
}

test('an order that is paid, cancelled and expires at the same time is one of them', async () => {
  for (const round of many(12, (i) => i)) {
    const { stockQuantity } = await productOf(product)
    const order = await deals.orderIn('PENDING')
    const before = await satoshi(buyer)
    const answers = await scramble(round, [
      () => shop.step(buyer, order, 'PAID'),
      () => shop.step(buyer, order, 'CANCELLED'),
      () => expire(order, round),
      () => shop.step(buyer, order, 'PAID'),
    ])
    const { status } = await orderOf(order)
    expect(['PAID', 'CANCELLED']).toContain(status)
    const isPaid = status === 'PAID'
    expect(tally(answers)[200] ?? 0).toBeLessThanOrEqual(1)
    const { all, held } = await satoshi(buyer)
    expect([round, all, held]).toEqual([round, before.all, before.held + (isPaid ? 250_000 : 0)])
    const left = (await productOf(product)).stockQuantity
    expect([round, left]).toEqual([round, stockQuantity - (isPaid ? 1 : 0)])
  }
})

test('the same order paid from many tabs is paid once', async () => {
  const order = await deals.orderIn('PENDING')
  const before = await satoshi(buyer)
  const answers = await Promise.all(many(10, () => shop.step(buyer, order, 'PAID')))
  expect(tally(answers)).toEqual({ 200: 1, 409: 9 })
  expect(await satoshi(buyer)).toEqual({ all: before.all, held: before.held + 250_000 })
  const { data } = (await souk.get('/api/escrow?limit=100', buyer.token)).body
  expect(data.filter(({ orderId }: { orderId: string }) => orderId === order)).toHaveLength(1)
})

test('two orders that are paid from two tabs at once leave a wallet at nothing, never below', async () => {
  const poor = { token: (await souk.post('/api/auth/register')).body.data.accessToken }
  const dear = await shop.newProduct(seller, { stockQuantity: 5, priceBtc: 60 })
  const orders = [await shop.newOrder(poor, dear), await shop.newOrder(poor, dear)]
  const answers = await Promise.all(orders.map((order) => shop.step(poor, order, 'PAID')))
  expect(tally(answers)).toEqual({ 200: 1, 400: 1 })
  const { balanceBtc, heldBtc } = (await souk.get('/api/wallet', poor.token)).body.data
  expect([balanceBtc, heldBtc]).toEqual([40, 60])
})

test('an escrow that is released, disputed, decided and refunded at the same time has one end', async () => {
  for (const round of many(12, (i) => i)) {
    const { escrow, order } = await deals.escrowIn(round % 2 ? 'DISPUTED' : 'CONFIRMED')
    const before = [await satoshi(buyer), await satoshi(seller)]
    const answers = await scramble(round, [
      () => shop.act(buyer, escrow, 'release', { releaseCode: RELEASE_CODE }),
      () => shop.act(seller, escrow, 'dispute', { reason: 'nobody answers' }),
      () => shop.act(staff, escrow, 'resolve', { outcome: 'release' }),
      () => shop.act(staff, escrow, 'resolve', { outcome: 'refund' }),
      () => shop.act(seller, escrow, 'release', { releaseCode: RELEASE_CODE }),
      () => shop.step(seller, order, 'REFUNDED'),
    ])
    const { status } = await escrowOf(escrow)
    const ends = { RELEASED: 'COMPLETED', REFUNDED: 'REFUNDED', DISPUTED: 'CONFIRMED' }
    expect((await orderOf(order)).status).toBe(ends[status as keyof typeof ends])
    // Disputed first, it can be decided after that: no two of them end it.
    expect(tally(answers)[200]).toBeLessThanOrEqual(status === 'DISPUTED' ? 1 : 2)
    const after = [await satoshi(buyer), await satoshi(seller)]
    const moved = after.map(({ all }, i) => all - (before[i]?.all ?? 0))
    const isOver = status !== 'DISPUTED'
    expect([round, moved]).toEqual([round, status === 'RELEASED' ? [-250_000, 250_000] : [0, 0]])
    expect(after[0]?.held).toBe((before[0]?.held ?? 0) - (isOver ? 250_000 : 0))
  }
})

test('of ten releases with the right code one is done, and no more than five are looked at', async () => {
  const { escrow } = await deals.escrowIn('CONFIRMED')
  const before = await satoshi(seller)
  const answers = await Promise.all(
    many(10, (i) =>
      shop.act(i % 2 ? buyer : seller, escrow, 'release', { releaseCode: RELEASE_CODE }),
    ),
  )
  expect(tally(answers)).toEqual({ 200: 1, 409: 9 })
  expect((await satoshi(seller)).all - before.all).toBe(Math.round(PRICE * 1e8))
})

test('codes guessed in parallel are five guesses of each side, from whichever account', async () => {
  const { escrow, order } = await deals.escrowIn('CONFIRMED')
  const guess = (by: Who, releaseCode: string) => shop.act(by, escrow, 'release', { releaseCode })
  const outsider = { token: (await souk.post('/api/auth/register')).body.data.accessToken }
  const outside = await Promise.all(many(10, () => guess(outsider, RELEASE_CODE)))
  expect(tally(outside)).toEqual({ 404: 10 })
  const answers = await Promise.all(many(30, (i) => guess(i % 2 ? buyer : seller, `GUESS${i}`)))
  expect(tally(answers)).toEqual({ 422: 10, 409: 20 })
  const [wrong] = answers.filter(({ status }) => status === 422)
  expect(wrong?.body).toMatchObject({
    code: 'VALIDATION_ERROR',
    details: { releaseCode: 'Invalid release code' },
  })
  expect((await guess(buyer, RELEASE_CODE)).status).toBe(409)
  expect((await orderOf(order)).status).toBe('CONFIRMED')
  expect((await shop.act(seller, escrow, 'dispute', { reason: 'no code' })).status).toBe(200)
})

test('an escrow opened from two tabs has the code of one of them', async () => {
  const order = await deals.orderIn('PENDING')
  const codes = many(6, (i) => `TAB-${i}-CODE`)
  const answers = await Promise.all(
    codes.map((releaseCode) =>
      souk.post('/api/escrow', { orderId: order, releaseCode }, buyer.token),
    ),
  )
  expect(tally(answers)).toEqual({ 201: 1, 409: 5 })
  await shop.step(buyer, order, 'PAID')
  await shop.step(seller, order, 'CONFIRMED')
  const won = answers.findIndex(({ status }) => status === 201)
  const { id } = answers[won]?.body.data ?? {}
  const release = (releaseCode = '') => shop.act(buyer, id, 'release', { releaseCode })
  expect((await release(codes[(won + 1) % 6])).status).toBe(422)
  expect((await release(codes[won])).status).toBe(200)
})

/** The same request twenty times at once, under one Idempotency-Key. */
const duplicates = (method: string, path: string, { token }: Who, body: object) =>
  Promise.all(
    many(20, () =>
      souk.request(method, path, { token, body, headers: { 'idempotency-key': path + method } }),
    ),
  )

test('twenty duplicates under one key do each step of a deal once', async () => {
  const before = [await satoshi(buyer), await satoshi(seller)]
  const { stockQuantity } = await productOf(product)
  const items = [{ productId: product, quantity: 2 }]
  const orders = await duplicates('POST', '/api/orders', buyer, { items })
  expect(tally(orders)).toEqual({ 201: 20 })
  const ids = new Set(orders.map(({ body }) => body.data.id))
  expect([ids.size, (await productOf(product)).stockQuantity]).toEqual([1, stockQuantity - 2])
  const [orderId] = ids
  const opening = { orderId, releaseCode: RELEASE_CODE }
  const opened = await duplicates('POST', '/api/escrow', buyer, opening)
  expect(tally(opened)).toEqual({ 201: 20 })
  const path = `/api/orders/${orderId}`
  const paid = await duplicates('PUT', path, buyer, { status: 'PAID' })
  expect(tally(paid)).toEqual({ 200: 20 })
  expect((await satoshi(buyer)).held - (before[0]?.held ?? 0)).toBe(500_000)
  await shop.step(seller, String(orderId), 'CONFIRMED')
  const release = `/api/escrow/${opened[0]?.body.data.id}/release`
  const body = { releaseCode: RELEASE_CODE }
  expect(tally(await duplicates('POST', release, buyer, body))).toEqual({ 200: 20 })
  const after = [await satoshi(buyer), await satoshi(seller)]
  expect(after.map(({ all }, i) => all - (before[i]?.all ?? 0))).toEqual([-500_000, 500_000])
})
