import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { differences, documentExamples } from '../../src/testing/documented.ts'
import type { Answer, TestUser } from '../../src/testing/http-client.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import { shopDeals } from '../../src/testing/shop-deals.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// The products, sellers and reviews of document 3, as its clients ask for them.

const exampleOf = documentExamples('3-shop-catalogue.json')

let souk: TestSouk
let shop: ShopClient
let people = 0
let owner: TestUser
let other: TestUser
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
})
afterAll(() => souk.stop())
beforeEach(async () => {
  people += 1
  owner = await souk.signUp(`owner${people}`)
  other = await souk.signUp(`other${people}`)
})

/** Nobody has a picture yet. */
const NULLS = ['avatar']
const MOMENT = '2024-03-02T08:00:00Z'.replace(/\d/g, '\\d')

/** In what an answer is not as the document's example, and moments not as it writes them. */
function unlike(operation: string, body: { data?: unknown }, nulls = NULLS): string[] {
  const text = JSON.stringify(body)
  const moments = [...text.matchAll(/"(?:createdAt|updatedAt|joinedAt)":"([^"]*)"/g)]
  const odd = moments.filter(([, moment]) => !new RegExp(`^${MOMENT}$`).test(moment ?? ''))
  return [
    ...differences(body, exampleOf(operation).response, { nulls }),
    ...odd.map(([found]) => found),
  ]
}

/** The other has received a product, and says how it is. */
async function review(product: string, said: object): Promise<Answer> {
  const sides = { buyer: other, seller: owner, product }
  await shopDeals(souk, sides).orderIn('COMPLETED')
  return souk.post(`/api/products/${product}/reviews`, said, other.token)
}

const put = (path: string, body: unknown, { token }: TestUser) =>
  souk.request('PUT', path, { body, token })

describe('products', () => {
  test('are made, listed and shown in the document’s shapes', async () => {
    const seller = await shop.newSeller(owner)
    const { request } = exampleOf('POST /api/products')
    const made = await souk.post('/api/products', request, owner.token)
    expect(made.status).toBe(201)
    expect(unlike('POST /api/products', made.body)).toEqual([])
    const { id } = made.body.data
    const { specifications: _, ...given } = request as { specifications: unknown }
    expect(made.body.data).toMatchObject({ ...given, sellerId: seller })
    expect(id).toMatch(/^product_\d+$/)
    await review(id, { rating: 5, content: 'Sharp' })
    const listed = await souk.get('/api/products')
    expect(unlike('GET /api/products', listed.body)).toEqual([])
    expect(listed.body.pagination).toEqual({ page: 1, limit: 12, total: 1, pages: 1 })
    const shown = await souk.get(`/api/products/${id}`, owner.token)
    expect(unlike('GET /api/products/{id}', shown.body)).toEqual([])
    expect(shown.body.data).toMatchObject({ rating: 5, reviewCount: 1, priceBtc: 0.0025 })
  })

  test('are changed by what is given, and deleted', async () => {
    await shop.newSeller(owner)
    const id = await shop.newProduct(owner)
    const { request, response } = exampleOf('PUT /api/products/{id}')
    const changed = await put(`/api/products/${id}`, request, owner)
    expect(changed.body).toMatchObject({ success: true, data: { id, ...(request as object) } })
    expect(Object.keys(changed.body.data)).toEqual(
      expect.arrayContaining(Object.keys((response as { data: object }).data)),
    )
    const gone = await souk.request('DELETE', `/api/products/${id}`, { token: owner.token })
    expect(gone.body).toEqual(exampleOf('DELETE /api/products/{id}').response)
    const missing = await souk.get(`/api/products/${id}`)
    expect([missing.status, missing.body]).toEqual([
      404,
      { success: false, error: 'Product not found', code: 'RESOURCE_NOT_FOUND' },
    ])
  })
})

describe('sellers', () => {
  test('are made once, listed, shown and changed in the document’s shapes', async () => {
    const { request } = exampleOf('POST /api/sellers')
    const made = await souk.post('/api/sellers', request, owner.token)
    expect(made.status).toBe(201)
    expect(unlike('POST /api/sellers', made.body)).toEqual([])
    const { id, userId } = made.body.data
    expect([id, userId]).toEqual([expect.stringMatching(/^seller_\d+$/), `user_${owner.id}`])
    const again = await souk.post('/api/sellers', request, owner.token)
    expect([again.status, again.body]).toEqual([
      409,
      { success: false, error: 'Seller profile already exists', code: 'CONFLICT' },
    ])
    const product = await shop.newProduct(owner)
    expect((await review(product, { rating: 4, content: 'As described' })).status).toBe(201)
    const listed = await souk.get('/api/sellers?sortBy=joined')
    expect(unlike('GET /api/sellers', listed.body)).toEqual([])
    expect(listed.body.data[0]).toMatchObject({ id, rating: 4, _count: { products: 1 } })
    const shown = await souk.get(`/api/sellers/${id}`)
    expect(unlike('GET /api/sellers/{id}', shown.body)).toEqual([])
    const change = exampleOf('PUT /api/sellers/{id}').request as object
    const changed = await put(`/api/sellers/${id}`, change, owner)
    expect(changed.body.data).toMatchObject({ id, ...change, updatedAt: expect.any(String) })
  })
})
