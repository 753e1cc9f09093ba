import { afterAll, beforeAll, expect, test } from 'vitest'
import { shopClient } from '../../src/testing/shop.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// The document's own code, one call after the other as its clients make them: bare `fetch`, which looks at
// `success`, `data`, `error` and `pagination` alone. Its sockets are tried beside the other sockets.

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk()
})
afterAll(() => souk.stop())

const JSON_BODY = { 'Content-Type': 'application/json' }

// biome-ignore lint/suspicious/noExplicitAny: as a browser’s code reads it
type Json = any

/** A POST as that code makes it: the account's token and a body, either of which may be missing. */
async function send(path: string, accessToken?: string, body?: object): Promise<Json> {
  const response = await fetch(souk.url + path, {
    method: 'POST',
    headers: {
      ...(accessToken && { Authorization: `Bearer ${accessToken}` }),
      ...JSON_BODY,
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  return response.json()
}

async function load(path: string, accessToken?: string): Promise<Json> {
  const headers = accessToken ? { Authorization: `Bearer ${accessToken}` } : {}
  return (await fetch(souk.url + path, { headers })).json()
}

const STORE = {
  storeName: 'My Store',
  description: 'Pictures to download',
  category: 'Digital Goods',
  responseTime: '1 hour',
}
const PRODUCT = {
  name: 'Digital Art Collection',
  description: 'Pictures',
  priceBtc: 0.001,
  priceEur: 35.99,
  category: 'Art & Design',
  images: ['https://example.com/art.jpg'],
  tags: ['Art', 'Digital', 'NFT'],
  inStock: true,
  deliveryTime: 'Instant',
  digitalProduct: true,
}

let sellerToken: string

test('a newcomer registers with a type and no body, opens a store and offers a product', async () => {
  const { data } = await send('/api/auth/register')
  sellerToken = data.accessToken
  const store = await send('/api/sellers', sellerToken, STORE)
  expect(store).toMatchObject({ success: true, data: STORE })
  const product = await send('/api/products', sellerToken, PRODUCT)
  const shown = { ...PRODUCT, stockQuantity: 1, downloadUrl: null }
  expect(product).toMatchObject({ success: true, data: shown })
})

test('another filters, orders the first that is found, and opens its escrow with a code of their own', async () => {
  const { data: account } = await send('/api/auth/register')
  const filters = 'category=Art&minPrice=0.0005&maxPrice=0.01&sortBy=rating&sortOrder=desc'
  const { data: products } = await load(`/api/products?${filters}`)
  const items = [{ productId: products[0].id, quantity: 1 }]
  const { data: order } = await send('/api/orders', account.accessToken, { items })
  const releaseCode = Math.random().toString(36).slice(2).padEnd(6, '0').toUpperCase()
  const opening = { orderId: order.id, releaseCode }
  const { success, data: escrow } = await send('/api/escrow', account.accessToken, opening)
  expect([success, escrow.status, escrow.amountBtc]).toEqual([true, 'PENDING', 0.001])
})

test('what is refused says why in the words that its clients look for', async () => {
  const { success, error } = await load('/api/orders')
  expect([success, error.includes('Authentication required')]).toEqual([false, true])
  const guarded = await startTestSouk({ RATE_LIMIT_ANONYMOUS: '1' })
  const url = `${guarded.url}/api/products`
  await fetch(url)
  const refused: Json = await (await fetch(url)).json()
  expect([refused.success, refused.error.includes('Rate limit exceeded')]).toEqual([false, true])
  await guarded.stop()
})

test('its pages lead from the first product to the last and back', async () => {
  const shop = shopClient(souk)
  const owner = { token: sellerToken }
  await Promise.all(Array.from({ length: 29 }, () => shop.newProduct(owner)))
  const seen = new Set<string>()
  let totalPages = 1
  for (let page = 1; page <= totalPages; page += 1) {
    const query = new URLSearchParams({ page: page.toString(), limit: '12' })
    const { data, pagination } = await load(`/api/products?${query}`, sellerToken)
    expect(pagination.page).toBe(page)
    totalPages = pagination.pages
    for (const { id } of data) seen.add(id)
  }
  expect([totalPages, seen.size]).toEqual([3, 30])
})

test('its search finds what somebody is still typing', async () => {
  for (const search of ['d', 'dig', 'digital art c']) {
    const query = new URLSearchParams({ search, limit: '20' })
    const { data } = await load(`/api/products?${query}`, sellerToken)
    expect(data.map(({ name }: { name: string }) => name)).toContain(PRODUCT.name)
  }
})
