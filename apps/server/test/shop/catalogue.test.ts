import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { PRODUCT, type ShopClient, STORE, shopClient } from '../../src/testing/shop.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// What people send to the catalogue of the shop, and should not; and what is counted there by itself.

let souk: TestSouk
let shop: ShopClient
let owner: TestUser
let store: string
let product: string
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  owner = await souk.signUp('olivia')
  store = await shop.newSeller(owner)
  product = await shop.newProduct(owner)
})
afterAll(() => souk.stop())

const put = (path: string, body: object) => souk.request('PUT', path, { body, token: owner.token })

/** Answers itself until that is so, or for ten seconds. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000
  while (!(await isSo())) if (performance.now() > end) throw new Error('it never was')
}

describe('a product is refused with', () => {
  test.each([
    ['a price with nine decimals', { priceBtc: 0.123456789 }, 'priceBtc', /8 decimals/],
    ['a negative price', { priceBtc: -1 }, 'priceBtc', /greater than zero/],
    ['a price of nothing', { priceBtc: 0 }, 'priceBtc', /greater than zero/],
    ['an enormous price', { priceBtc: 21_000_001 }, 'priceBtc', /at most 21000000/],
    ['a price that is text', { priceBtc: 'cheap' }, 'priceBtc', /decimal/],
    ['fractions of a cent', { priceEur: 1.999 }, 'priceEur', /2 decimals/],
    ['fractions of a piece', { stockQuantity: 1.5 }, 'stockQuantity', /whole number/],
    ['less than no stock', { stockQuantity: -1 }, 'stockQuantity', /whole number/],
    ['endless stock', { stockQuantity: 1e12 }, 'stockQuantity', /whole number/],
    ['a script for an image', { images: ['javascript:alert(1)'] }, 'images.0', /URL/],
    ['an image that is none', { images: ['https://ok.example/a.jpg', 'b'] }, 'images.1', /URL/],
    ['data for an image', { images: ['data:text/html,<script>'] }, 'images.0', /URL/],
    ['a script to download', { downloadUrl: ' JavaScript:alert(1)' }, 'downloadUrl', /URL/],
    ['a password in an address', { images: ['https://a:b@c.example/'] }, 'images.0', /URL/],
    ['an address of nobody', { images: ['https://.'] }, 'images.0', /URL/],
    ['an address without a host', { downloadUrl: 'http:///x' }, 'downloadUrl', /URL/],
    ['a turned address', { images: ['https://c.example/\u202egpj.exe'] }, 'images.0', /URL/],
    ['half a letter in an address', { images: ['https://c.example/\ud800'] }, 'images.0', /URL/],
    ['a file of the server', { downloadUrl: 'file:///etc/passwd' }, 'downloadUrl', /URL/],
    ['a name of nothing', { name: ' \u200b ' }, 'name', /empty/],
    ['a name of two lines', { name: 'a\nb' }, 'name', /one line/],
    ['the category of all', { category: ' ALL ' }, 'category', /not All/],
    ['a nested name', { name: { $ne: null } }, 'name', /text|string/i],
    [
      'a specification without a value',
      { specifications: [{ key: 'a' }] },
      'specifications.0.value',
      /./,
    ],
  ])('%s', async (_, fields, field, message) => {
    for (const { status, body } of [
      await shop.product(owner, fields),
      await put(`/api/products/${product}`, fields),
    ]) {
      expect([status, body.code]).toEqual([422, 'VALIDATION_ERROR'])
      expect(body.details[field]).toMatch(message)
    }
    const { body } = await souk.get(`/api/products/${product}`)
    expect(body.data).toMatchObject({ name: PRODUCT.name, priceBtc: 0.0025, priceEur: 89.99 })
  })
})

test('a product is taken back by deleting it, and isActive does not say otherwise', async () => {
  const off = await put(`/api/products/${product}`, { isActive: false })
  expect([off.status, off.body.details]).toEqual([
    422,
    { isActive: expect.stringMatching(/delete/) },
  ])
  expect((await put(`/api/products/${product}`, { isActive: true })).status).toBe(200)
})

test('HTML is text, and stays as it was written', async () => {
  const html = '<img src=x onerror="alert(1)"> & <b>bold</b>'
  const id = await shop.newProduct(owner, {
    name: html,
    description: html,
    tags: [html.slice(0, 50)],
  })
  const { body, headers } = await souk.get(`/api/products/${id}`)
  expect(body.data).toMatchObject({ name: html, description: html })
  expect(headers.get('content-type')).toMatch(/^application\/json/)
  expect((await souk.get('/api/products?search=onerr')).body.data[0].id).toBe(id)
})

test('the smallest and the dearest price stay exact', async () => {
  for (const priceBtc of [0.00000001, '20999999.99999999', 21000000, 0.1, 0.3]) {
    const id = await shop.newProduct(owner, { priceBtc })
    expect((await souk.get(`/api/products/${id}`)).body.data.priceBtc).toBe(Number(priceBtc))
  }
})

test.each([
  '?page=-1&limit=1000',
  '?sortBy=__proto__&sortOrder=sideways',
  '?search=&category=&minPrice=&maxPrice=',
  '?page=0&limit=0',
  `?search=${encodeURIComponent("' | !& :* \\ ( <->")}`,
])('lists take %s', async (query) => {
  for (const path of ['/api/products', '/api/sellers']) {
    const { status, body } = await souk.get(path + query)
    expect([status, body.pagination.page]).toEqual([200, 1])
    expect(body.pagination.limit).toBeLessThanOrEqual(100)
  }
})

describe('what says nothing filters nothing', () => {
  const LISTS = ['/api/products', '/api/sellers'] as const
  const found = async (path: string, query: string) => {
    const { status, body } = await souk.get(path + query)
    expect(status, path + query + JSON.stringify(body)).toBe(200)
    return body.data.map(({ id }: { id: string }) => id)
  }

  test.each(['?search=', '?search=%20%E2%80%8B', '?category=%20', '?sellerId=', '?page=&limit='])(
    '%s',
    async (query) => {
      for (const path of LISTS) expect(await found(path, query)).toEqual(await found(path, ''))
    },
  )

  test('nor an empty or unusually written yes or no', async () => {
    const all = await found('/api/sellers', '')
    for (const no of ['', '%20', 'FALSE', '0']) {
      expect(await found('/api/sellers', `?verifiedOnly=${no}`)).toEqual(all)
    }
    for (const yes of ['TRUE', 'True', '1']) {
      expect(await found('/api/sellers', `?verifiedOnly=${yes}`)).toEqual([])
    }
    expect((await souk.get('/api/notifications?unread=1&page=', owner.token)).status).toBe(200)
  })

  test('over tRPC too', async () => {
    for (const list of ['products', 'sellers']) {
      const input = encodeURIComponent(JSON.stringify({ search: ' ', category: '' }))
      const { body } = await souk.get(`/trpc/shop.${list}.list?input=${input}`)
      expect(body.result.data.items.length).toBeGreaterThan(0)
    }
  })
})

test('what PostgreSQL cannot store is refused in every filter', async () => {
  for (const path of ['/api/products', '/api/sellers', '/api/support', '/api/support/tickets']) {
    for (const filter of ['category', 'search']) {
      if (filter === 'search' && path.includes('support')) continue
      const { status, body } = await souk.get(`${path}?${filter}=a%00`, owner.token)
      expect([status, body.details]).toEqual([422, { [filter]: expect.stringMatching(/null/) }])
    }
  }
})

test('of each field the first thing wrong is said, once', async () => {
  const { body } = await souk.post('/api/products', { name: '\0', images: 1 }, owner.token)
  expect(body.details).toMatchObject({
    name: 'must be valid text without null bytes',
    priceBtc: 'is required',
    category: 'is required',
  })
  expect(body.error.match(/name:/g)).toHaveLength(1)
})

test('a search of ten thousand characters is refused, not looked for', async () => {
  for (const path of ['/api/products', '/api/sellers']) {
    const { status, body } = await souk.get(`${path}?search=${'x'.repeat(10_000)}`)
    expect([status, body.details]).toEqual([422, { search: expect.stringContaining('200') }])
  }
})

test('ids are taken with their prefix and without, and others’ prefixes refused', async () => {
  const number = product.replace('product_', '')
  expect((await souk.get(`/api/products/${number}`)).body.data.id).toBe(product)
  for (const id of [`seller_${number}`, 'product_', 'product_1.5', '1e3']) {
    expect((await souk.get(`/api/products/${id}`)).status).toBe(422)
  }
  expect((await souk.get('/api/sellers/seller_999')).body.error).toBe('Seller not found')
})

test('without a seller profile nothing is offered', async () => {
  const { status, body } = await shop.product(await souk.signUp('nobody'))
  expect([status, body.code]).toEqual([403, 'INSUFFICIENT_PERMISSIONS'])
})

test('a view counts soon, whoever looks', async () => {
  const id = await shop.newProduct(owner)
  const viewsOf = async () => (await souk.get(`/api/products/${id}`)).body.data.viewCount
  expect(await viewsOf()).toBe(0)
  await until(async () => (await viewsOf()) > 0)
  const { body } = await souk.get('/api/products?sortBy=created&limit=1')
  expect(body.data[0]).toMatchObject({ id, viewCount: expect.any(Number) })
})

test('whoever has just called is online, and says so nowhere else', async () => {
  const somebody = await souk.signUp('somebody')
  const made = await souk.post('/api/sellers', STORE, somebody.token)
  const { id } = made.body.data
  await until(async () => (await souk.get(`/api/sellers/${id}`)).body.data.isOnline)
  await souk.sql(
    `update last_seen set at = now() - interval '6 minutes' where user_id = ${somebody.id}`,
  )
  expect((await souk.get(`/api/sellers/${id}`)).body.data.isOnline).toBe(false)
  expect((await souk.get(`/api/sellers/${store}`)).body.data.isOnline).toBe(true)
})

test('what was counted is written when Souk stops', async () => {
  const other = await startTestSouk()
  const made = shopClient(other)
  const seller = await other.signUp('stopper')
  await made.newSeller(seller)
  const id = await made.newProduct(seller)
  for (const name of ['one', 'two', 'three']) {
    await other.get(`/api/products/${id}`, (await other.signUp(name)).token)
  }
  await other.souk.stop()
  const [row] = await other.sql('select views::int as views from product_views')
  expect(row).toEqual({ views: 3 })
  await other.stop()
})
