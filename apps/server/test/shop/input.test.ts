import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PRODUCT, type ShopClient, STORE, shopClient, type Who } from '../../src/testing/shop.ts'
import { type ShopDeals, shopDeals } from '../../src/testing/shop-deals.ts'
import { shopState } from '../../src/testing/shop-state.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// What people send to the shop, and should not: each is refused by the name of its field, and changes nothing.

let souk: TestSouk
let shop: ShopClient
let deals: ShopDeals
let people: Record<'buyer' | 'seller' | 'staff', Who>
/** What the paths and bodies below mean by `{product}`, `{order}`, and so on. */
let ids: Record<string, string>
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  const [buyer, seller] = [await souk.signUp('buyer'), await souk.signUp('seller')]
  const staff = { token: await souk.logIn(ADMIN.username, ADMIN.password) }
  people = { buyer, seller, staff }
  await shop.newSeller(seller)
  const product = await shop.newProduct(seller, { stockQuantity: 1000 })
  const deleted = await shop.newProduct(seller)
  await souk.request('DELETE', `/api/products/${deleted}`, { token: seller.token })
  deals = shopDeals(souk, { buyer, seller, product })
  const { order, escrow } = await deals.escrowIn('CONFIRMED')
  const { escrow: disputed } = await deals.escrowIn('DISPUTED')
  ids = { product, deleted, order, escrow, disputed, unpaid: await deals.orderIn('PENDING') }
  await shop.step(buyer, await deals.orderIn('SHIPPED', 'outside'), 'DELIVERED')
})
afterAll(() => souk.stop())

/** With the ids instead of their names. */
function filled<T>(value: T): T {
  const text = JSON.stringify(value).replaceAll(/\{(\w+)\}/g, (all, name) => ids[name] ?? all)
  return JSON.parse(text)
}

type Case = readonly [what: string, body: unknown, ...fields: string[]]

/** That each of these is refused by the names of its fields, and leaves all as it was. */
function refuses(who: keyof typeof people, method: string, path: string, cases: readonly Case[]) {
  test.each(cases)(`${method} ${path} with %s`, async (_, given, ...fields) => {
    const before = await shopState(souk)
    const options = { token: people[who].token, body: filled(given) }
    const { status, body } = await souk.request(method, filled(path), options)
    expect([status, body.success, body.code]).toEqual([422, false, 'VALIDATION_ERROR'])
    expect(Object.keys(body.details).sort()).toEqual([...fields].sort())
    for (const message of Object.values(body.details)) expect(message).toMatch(/^\S.{5,}$/)
    expect(await shopState(souk)).toEqual(before)
  })
}

const LONG = 'x'.repeat(10_001)
const OPERATOR = { $ne: null }

describe('is refused:', () => {
  const items = (change: object) => ({
    items: [{ productId: '{product}', quantity: 1, ...change }],
  })
  const line = { productId: '{product}', quantity: 1 }
  refuses('buyer', 'POST', '/api/orders', [
    ['a quantity of 0', items({ quantity: 0 }), 'items.0.quantity'],
    ['a quantity below 0', items({ quantity: -1 }), 'items.0.quantity'],
    ['a fraction of a piece', items({ quantity: 1.5 }), 'items.0.quantity'],
    ['a billion pieces', items({ quantity: 1e9 }), 'items.0.quantity'],
    ['text for a quantity', items({ quantity: '2' }), 'items.0.quantity'],
    ['no quantity', items({ quantity: null }), 'items.0.quantity'],
    ['no product', items({ productId: undefined }), 'items.0.productId'],
    ['an operator for a product', items({ productId: OPERATOR }), 'items.0.productId'],
    ['an unknown product', items({ productId: 'product_999999' }), 'items.0.productId'],
    ['a product that was deleted', items({ productId: '{deleted}' }), 'items.0.productId'],
    [
      'an unknown one beside a good one',
      { items: [line, { ...line, productId: 8e8 }] },
      'items.1.productId',
    ],
    ['an id of something else', items({ productId: 'seller_1' }), 'items.0.productId'],
    ['an enormous id', items({ productId: '9'.repeat(40) }), 'items.0.productId'],
    ['nothing in it', { items: [] }, 'items'],
    ['fifty-one lines', { items: Array(51).fill(line) }, 'items'],
    [
      'lines that come to too many',
      { items: [{ ...line, quantity: 1e6 }, line] },
      'items.0.quantity',
      'items.1.quantity',
    ],
    ['an object for a list', { items: { 0: line } }, 'items'],
    ['no cart', {}, 'items'],
  ])
  refuses('seller', 'POST', '/api/orders', [
    ['one’s own product', { items: [line] }, 'items.0.productId'],
  ])
  refuses('buyer', 'PUT', '/api/orders/{unpaid}', [
    ['nothing', {}, 'status'],
    ['the status it has', { status: 'PENDING' }, 'status'],
    ['an unknown status', { status: 'GONE' }, 'status'],
    ['a number', { status: 1 }, 'status'],
    ['an operator', { status: OPERATOR }, 'status'],
    ['a hash of two lines', { status: 'PAID', paymentHash: 'a\nb' }, 'paymentHash'],
    ['a hash without end', { status: 'PAID', paymentHash: LONG }, 'paymentHash'],
    ['a hash that is none', { status: 'PAID', paymentHash: 12 }, 'paymentHash'],
  ])
  refuses('buyer', 'POST', '/api/escrow', [
    ['a short code', { orderId: '{unpaid}', releaseCode: 'ABC12' }, 'releaseCode'],
    ['a number for a code', { orderId: '{unpaid}', releaseCode: 123_456 }, 'releaseCode'],
    ['an operator for a code', { orderId: '{unpaid}', releaseCode: OPERATOR }, 'releaseCode'],
    ['a code without end', { orderId: '{unpaid}', releaseCode: LONG }, 'releaseCode'],
    ['a code with a null byte', { orderId: '{unpaid}', releaseCode: 'ABC123\0' }, 'releaseCode'],
    ['no code', { orderId: '{unpaid}' }, 'releaseCode'],
    ['no order', { releaseCode: 'ABC123' }, 'orderId'],
    ['an id of something else', { orderId: '{product}', releaseCode: 'ABC123' }, 'orderId'],
  ])
  refuses('buyer', 'POST', '/api/escrow/{escrow}/release', [
    ['no code', {}, 'releaseCode'],
    ['nothing for a code', { releaseCode: null }, 'releaseCode'],
    ['a list of codes', { releaseCode: ['ABC123'] }, 'releaseCode'],
    ['an operator', { releaseCode: OPERATOR }, 'releaseCode'],
    ['a code without end', { releaseCode: LONG }, 'releaseCode'],
  ])
  refuses('seller', 'POST', '/api/escrow/{escrow}/dispute', [
    ['no reason', {}, 'reason'],
    ['an empty reason', { reason: ' \u200b ' }, 'reason'],
    ['a reason without end', { reason: LONG }, 'reason'],
    ['an object for a reason', { reason: { toString: 'x' } }, 'reason'],
  ])
  const split = (shares: object) => ({
    outcome: 'split',
    sellerBtc: '0.001',
    buyerBtc: '0.0015',
    ...shares,
  })
  refuses('staff', 'POST', '/api/escrow/{disputed}/resolve', [
    ['no outcome', {}, 'outcome'],
    ['an unknown outcome', { outcome: 'burn' }, 'outcome'],
    ['a split of nothing said', { outcome: 'split' }, 'sellerBtc', 'buyerBtc'],
    ['shares that are too small', split({ buyerBtc: '0.001' }), 'sellerBtc', 'buyerBtc'],
    ['shares that are too large', split({ buyerBtc: '21000000' }), 'sellerBtc', 'buyerBtc'],
    ['a negative share', split({ sellerBtc: -0.001 }), 'sellerBtc'],
    ['a share of nine decimals', split({ sellerBtc: '0.001000001' }), 'sellerBtc'],
    ['a share that is no number', split({ sellerBtc: 'half' }), 'sellerBtc'],
    ['an infinite share', split({ sellerBtc: '1e999' }), 'sellerBtc'],
    ['a share beside a refund', { outcome: 'refund', sellerBtc: '1' }, 'sellerBtc'],
    ['a note without end', { outcome: 'refund', note: LONG }, 'note'],
  ])
  refuses('buyer', 'PUT', '/api/wallet', [
    ['no address', {}, 'address'],
    ['an empty address', { address: '' }, 'address'],
    ['a number', { address: 1 }, 'address'],
    ['one letter too many', { address: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNaa' }, 'address'],
    [
      'another coin’s address',
      { address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed' },
      'address',
    ],
    ['a script', { address: 'javascript:alert(1)' }, 'address'],
    ['an address without end', { address: LONG }, 'address'],
  ])
  refuses('buyer', 'POST', '/api/products/{product}/reviews', [
    ['no stars', { content: 'Good' }, 'rating'],
    ['zero stars', { rating: 0 }, 'rating'],
    ['six stars', { rating: 6 }, 'rating'],
    ['half a star', { rating: 4.5 }, 'rating'],
    ['text for stars', { rating: '5' }, 'rating'],
    ['more words than fit', { rating: 5, content: LONG }, 'content'],
  ])
  refuses('buyer', 'POST', '/api/sellers', [
    ['no name', { ...STORE, storeName: undefined }, 'storeName'],
    ['a name of nothing', { ...STORE, storeName: ' \u200b ' }, 'storeName'],
    ['a name of two lines', { ...STORE, storeName: 'a\nb' }, 'storeName'],
    ['a name without end', { ...STORE, storeName: LONG }, 'storeName'],
    ['the name of the house', { ...STORE, storeName: 'Souk' }, 'storeName'],
    ['an operator', { ...STORE, description: OPERATOR }, 'description'],
    ['words without end', { ...STORE, description: `${LONG}${LONG}` }, 'description'],
    ['an answer in two lines', { ...STORE, responseTime: 'a\nb' }, 'responseTime'],
  ])
})

describe('lists refuse what they cannot look for:', () => {
  const cases = [
    ['/api/products', `search=${LONG}`, 'search'],
    ['/api/products', 'minPrice=cheap', 'minPrice'],
    ['/api/products', 'maxPrice=1;drop', 'maxPrice'],
    ['/api/products', `category=${'x'.repeat(101)}`, 'category'],
    ['/api/sellers', `search=${LONG}`, 'search'],
    ['/api/orders', 'status=GONE', 'status'],
    ['/api/escrow', 'status=GONE', 'status'],
  ] as const
  test.each(cases)('%s?%.40s', async (path, query, field) => {
    const { status, body } = await souk.get(`${path}?${query}`, people.buyer.token)
    expect([status, body.code, Object.keys(body.details)]).toEqual([
      422,
      'VALIDATION_ERROR',
      [field],
    ])
  })

  test.each([
    `' or 1=1 --`,
    `"map" | !(harbour) & print:*`,
    '<-> <2> & & :ABCD',
    '{"$gt":""}',
    '%_\\',
    '\\u0000 \\x00',
    '*:*',
  ])('a search for %s looks for words alone', async (search) => {
    const query = new URLSearchParams({ search })
    for (const path of ['/api/products', '/api/sellers']) {
      const { status, body } = await souk.get(`${path}?${query}&search[$ne]=x`)
      expect([status, body.success]).toEqual([200, true])
      expect(body.data.length).toBeLessThanOrEqual(1)
    }
  })
})

test.each([
  ['GET', '/api/orders/{product}', 422],
  ['PUT', '/api/orders/order_-1', 422],
  ['PUT', '/api/orders/1e3', 422],
  ['PUT', '/api/orders/order_999999', 404],
  ['GET', '/api/escrow/{order}', 422],
  ['POST', '/api/escrow/escrow_1.5/release', 422],
  ['POST', '/api/escrow/escrow_999999/release', 404],
  ['POST', '/api/escrow/escrow_999999/dispute', 404],
  ['POST', '/api/products/product_999999/reviews', 404],
])('%s %s is %i', async (method, path, expected) => {
  const body = { status: 'PAID', releaseCode: 'ABC123', reason: 'No', rating: 5 }
  const before = await shopState(souk)
  const options = { token: people.buyer.token, ...(method !== 'GET' && { body }) }
  const answer = await souk.request(method, filled(path), options)
  expect(answer.status).toBe(expected)
  if (expected === 422) expect(Object.keys(answer.body.details)).toEqual(['id'])
  expect(await shopState(souk)).toEqual(before)
})

test('a product that is not on sale is not sold, and its stock stays', async () => {
  const product = await shop.newProduct(people.seller, { stockQuantity: 5, inStock: false })
  const before = await shopState(souk)
  const items = [{ productId: product, quantity: 1 }]
  const { status, body } = await souk.post('/api/orders', { items }, people.buyer.token)
  expect([status, body.code]).toEqual([409, 'CONFLICT'])
  expect(await shopState(souk)).toEqual(before)
})

describe('markup is text, and stays as it was written:', () => {
  const HTML = '<img src=x onerror="alert(1)"> & <b>bold</b>'

  /** That an answer has it to the letter, as JSON that no browser takes for a page. */
  async function isShown(path: string, who: Who, field: (data: never) => unknown): Promise<void> {
    const { body, headers } = await souk.get(path, who.token)
    expect(field(body.data as never)).toEqual(HTML)
    expect(headers.get('content-type')).toMatch(/^application\/json/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }

  test('of a store and all that is said of a product', async () => {
    const owner = await souk.signUp('owner')
    const store = await shop.newSeller(owner, {
      ...{ storeName: HTML, description: HTML, category: HTML, responseTime: HTML },
    })
    for (const name of ['storeName', 'description', 'category', 'responseTime']) {
      await isShown(`/api/sellers/${store}`, owner, (data) => data[name])
    }
    const product = await shop.newProduct(owner, {
      ...{ name: HTML, description: HTML, category: HTML, tags: [HTML], deliveryTime: HTML },
      specifications: [{ key: HTML, value: HTML }],
    })
    for (const name of ['name', 'description', 'category', 'deliveryTime']) {
      await isShown(`/api/products/${product}`, owner, (data) => data[name])
    }
    await isShown(`/api/products/${product}`, owner, ({ tags: [tag] }: { tags: string[] }) => tag)
    const { data } = (await souk.get(`/api/products/${product}`)).body
    expect(data.specifications).toEqual([{ key: HTML, value: HTML }])
  })

  test('of a claim, a review, a dispute and its decision', async () => {
    const { buyer, seller, staff } = people
    const order = await shop.newOrder(buyer, ids.product ?? '')
    await shop.step(buyer, order, 'PAID', HTML)
    await isShown(`/api/orders/${order}`, buyer, ({ paymentHash }) => paymentHash)
    await deals.orderIn('COMPLETED')
    const path = `/api/products/${ids.product}/reviews`
    const said = await souk.post(path, { rating: 5, content: HTML }, buyer.token)
    expect(said.body.data.content).toBe(HTML)
    await isShown(path, buyer, ([review]: [{ content: string }]) => review.content)
    const { escrow } = await deals.escrowIn('FUNDED')
    await shop.act(seller, escrow, 'dispute', { reason: HTML })
    await isShown(`/api/escrow/${escrow}`, buyer, ({ disputeReason }) => disputeReason)
    await shop.act(staff, escrow, 'resolve', { outcome: 'refund', note: HTML })
    await isShown(`/api/escrow/${escrow}`, buyer, ({ resolutionNote }) => resolutionNote)
  })

  test('of a product’s name also where others are told of it', async () => {
    const product = await shop.newProduct(people.seller, { name: HTML })
    const order = await shop.newOrder(people.buyer, product)
    const short = { items: [{ productId: product, quantity: 1 }] }
    const refused = await souk.post('/api/orders', short, people.buyer.token)
    expect(refused.body.error).toBe(`Insufficient stock for product ${HTML}`)
    const shown = await souk.get(`/api/orders/${order}`, people.seller.token)
    expect(shown.body.data.orderItems[0].product.name).toBe(HTML)
  })
})

test('prices and totals that a client sends along count for nothing', async () => {
  const line = { productId: ids.product, quantity: 2, priceBtc: 1e-8, priceEur: 0 }
  const wished = { items: [line], totalBtc: 0, totalEur: -1, status: 'PAID' }
  const { status, body } = await souk.post('/api/orders', wished, people.buyer.token)
  expect([status, body.data.status]).toEqual([201, 'PENDING'])
  expect([body.data.totalBtc, body.data.totalEur]).toEqual([0.005, PRODUCT.priceEur * 2])
})
