import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { differences, documentExamples } from '../../src/testing/documented.ts'
import type { TestUser } from '../../src/testing/http-client.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Orders, escrow and the wallet of document 3, as its clients ask for them.

const exampleOf = documentExamples('3-shop-orders.json')

let souk: TestSouk
let shop: ShopClient
let people = 0
let seller: TestUser
let buyer: TestUser
let product: string
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
})
afterAll(() => souk.stop())
beforeEach(async () => {
  people += 1
  seller = await souk.signUp(`seller${people}`)
  buyer = await souk.signUp(`buyer${people}`)
  await shop.newSeller(seller)
  product = await shop.newProduct(seller, { stockQuantity: 5 })
})

/** What Souk adds to the document's objects. */
const added = {
  data: ['buyer', 'feeBtc', 'expiresAt', 'parts', 'userId', 'heldBtc', 'payoutAddress'],
  product: ['seller'],
  seller: ['storeName'],
  order: ['status'],
}
const ESCROW = [
  ...['disputeReason', 'resolution', 'resolutionNote', 'fundedAt', 'confirmedAt'],
  ...['releasedAt', 'refundedAt', 'disputedAt', 'resolvedAt'],
]
const nulls = ['avatar', 'paymentHash', 'hash']

/** In what an answer is not as the document's example. */
const unlike = (operation: string, body: unknown, more: Partial<typeof added> = {}) =>
  differences(body, exampleOf(operation).response, { nulls, added: { ...added, ...more } })

const put = (path: string, body: unknown, { token }: TestUser) =>
  souk.request('PUT', path, { body, token })

test('an order goes from the cart to its release as the document has it', async () => {
  const made = await souk.post(
    '/api/orders',
    { items: [{ productId: product, quantity: 1, priceBtc: 1e-8 }], totalBtc: 1e-8 },
    buyer.token,
  )
  expect(made.status).toBe(201)
  expect(unlike('POST /api/orders', made.body)).toEqual([])
  expect(made.body.data).toMatchObject({ totalBtc: 0.0025, totalEur: 89.99, feeBtc: 0 })
  const { id } = made.body.data
  const { releaseCode } = exampleOf('POST /api/escrow').request as { releaseCode: string }
  const opened = await souk.post('/api/escrow', { orderId: id, releaseCode }, buyer.token)
  expect(opened.status).toBe(201)
  expect(unlike('POST /api/escrow', opened.body, { data: [] })).toEqual([])
  const again = await souk.post('/api/escrow', { orderId: id, releaseCode }, buyer.token)
  expect([again.status, again.body.error]).toEqual([
    409,
    'Escrow transaction already exists for this order',
  ])
  expect((await put(`/api/orders/${id}`, { status: 'paid' }, buyer)).body.data.status).toBe('PAID')
  const confirmed = await put(
    `/api/orders/${id}`,
    exampleOf('PUT /api/orders/{id}').request,
    seller,
  )
  expect(unlike('PUT /api/orders/{id}', confirmed.body)).toEqual([])
  expect(confirmed.body.data).toMatchObject({ status: 'CONFIRMED', paymentHash: 'tx31' })
  await isShown(id, opened.body.data.id)
  const release = `/api/escrow/${opened.body.data.id}/release`
  const wrong = await souk.post(release, { releaseCode: 'WRONG1' }, buyer.token)
  expect([wrong.status, wrong.body]).toEqual([
    422,
    {
      success: false,
      error: 'releaseCode: Invalid release code',
      code: 'VALIDATION_ERROR',
      details: { releaseCode: 'Invalid release code' },
    },
  ])
  const released = await souk.post(release, { releaseCode }, seller.token)
  expect(unlike('POST /api/escrow/{id}/release', released.body)).toEqual([])
  const { data } = (await souk.get(`/api/orders/${id}`, buyer.token)).body
  expect([data.status, data.completedAt]).toEqual(['COMPLETED', expect.any(String)])
})

/** Each list and page, to either side. */
async function isShown(order: string, escrow: string): Promise<void> {
  for (const { token } of [buyer, seller]) {
    const orders = await souk.get('/api/orders?status=confirmed', token)
    expect(
      unlike('GET /api/orders', orders.body, { data: ['buyer', 'feeBtc', 'expiresAt'] }),
    ).toEqual([])
    expect(orders.body.data.map(({ id }: { id: string }) => id)).toEqual([order])
    const shown = await souk.get(`/api/orders/${order}`, token)
    expect(unlike('GET /api/orders/{id}', shown.body, { product: [], seller: ['name'] })).toEqual(
      [],
    )
    const held = await souk.get('/api/escrow?status=All', token)
    expect(
      unlike('GET /api/escrow', held.body, { data: ['userId', ...ESCROW], product: [] }),
    ).toEqual([])
    const one = await souk.get(`/api/escrow/${escrow}`, token)
    const others = ESCROW.filter((name) => !['fundedAt', 'confirmedAt'].includes(name))
    expect(
      unlike('GET /api/escrow/{id}', one.body, { data: ['userId', ...others], product: [] }),
    ).toEqual([])
    expect(one.body.data.participants.map(({ role }: { role: string }) => role)).toEqual([
      'BUYER',
      'SELLER',
    ])
  }
}

test('an escrow is disputed by either side, and divided exactly by staff', async () => {
  const order = await shop.newOrder(buyer, product)
  const escrow = await shop.newEscrow(buyer, order, 'ABC123')
  await shop.step(buyer, order, 'PAID')
  const { request } = exampleOf('POST /api/escrow/{id}/dispute')
  const disputed = await souk.post(`/api/escrow/${escrow}/dispute`, request, seller.token)
  expect(unlike('POST /api/escrow/{id}/dispute', disputed.body)).toEqual([])
  const admin = await souk.logIn(ADMIN.username, ADMIN.password)
  const resolve = (body: object) => souk.post(`/api/escrow/${escrow}/resolve`, body, admin)
  const split = { outcome: 'split', note: 'half of it', sellerBtc: 0.001, buyerBtc: 0.0014 }
  expect((await resolve(split)).body).toMatchObject({
    code: 'VALIDATION_ERROR',
    details: { buyerBtc: 'must add up to 0.0025 with the other share' },
  })
  const done = await resolve({ ...split, buyerBtc: '0.0015' })
  expect(done.body.data).toMatchObject({
    status: 'RELEASED',
    disputeResolved: true,
    order: { status: 'COMPLETED' },
  })
})

test('the wallet has an address once asked for, and tells what happened to it', async () => {
  const opened = await souk.post('/api/wallet', undefined, buyer.token)
  expect(opened.status).toBe(201)
  expect(unlike('POST /api/wallet', opened.body, { data: ['heldBtc', 'payoutAddress'] })).toEqual(
    [],
  )
  const again = await souk.post('/api/wallet', undefined, buyer.token)
  expect([again.status, again.body.data.address]).toEqual([200, opened.body.data.address])
  await shop.step(buyer, await shop.newOrder(buyer, product), 'PAID')
  const shown = await souk.get('/api/wallet', buyer.token)
  expect(unlike('GET /api/wallet', shown.body, { data: ['heldBtc', 'payoutAddress'] })).toEqual([])
  expect(shown.body.data).toMatchObject({
    balanceBtc: 99.9975,
    heldBtc: 0.0025,
    transactions: [{ type: 'ESCROW_FUND', amountBtc: 0.0025 }],
  })
  const { request } = exampleOf('PUT /api/wallet')
  const set = await put('/api/wallet', request, buyer)
  expect(unlike('PUT /api/wallet', set.body)).toEqual([])
  expect(set.body.data).toMatchObject(request as object)
  const wrong = await put('/api/wallet', { address: '1BoatSLRHtKNngkdXEeobR76b53LETtpyU' }, buyer)
  expect([wrong.status, wrong.body.details]).toEqual([
    422,
    { address: 'is not a valid btc address' },
  ])
})
