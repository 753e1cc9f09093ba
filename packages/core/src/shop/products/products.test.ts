import { contract, type Product, type ProductSort, type SortOrder } from '@souk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor, SignedIn } from '../../context.ts'
import { newProduct, newSeller } from '../../testing/shop.ts'
import { orderIn } from '../../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { createProduct } from './create-product.ts'
import { deleteProduct } from './delete-product.ts'
import { getProduct } from './get-product.ts'
import { listProducts } from './list-products.ts'
import { updateProduct } from './update-product.ts'

let core: TestCore
let rates: Record<string, string> = { 'btc:eur': '55000' }
let owner: SignedIn
let ownerId: number
let other: SignedIn
let staff: SignedIn
beforeAll(async () => {
  core = await startTestCore({ rates: { current: async () => rates } })
  const made = await newSeller(core)
  owner = made.user
  ownerId = made.seller.id
  other = await core.newUser()
  staff = await core.newUser('staff')
})
afterAll(() => core.close())

const ANYBODY = { kind: 'anonymous' } as const
const list = (filter: object = {}) =>
  listProducts(core.as(ANYBODY), contract.shop.products.list.input.parse(filter))
const namesOf = async (filter: object) => (await list(filter)).items.map(({ name }) => name)

describe('one product', () => {
  test('has what its seller does not say', async () => {
    const product = await newProduct(core, owner)
    expect(product).toMatchObject({
      stockQuantity: 1,
      inStock: true,
      digitalProduct: true,
      downloadUrl: null,
      images: [],
      priceBtc: '0.01',
      priceEur: '550.00',
      rating: '0.0',
      sellerId: ownerId,
    })
  })

  test('costs in EUR what its seller has set, or what the rate of the moment says', async () => {
    const { id } = await newProduct(core, owner, { priceBtc: '0.00000001', priceEur: 89.9 })
    const priceOf = async () => (await getProduct(core.as(ANYBODY), { id })).priceEur
    expect(await priceOf()).toBe('89.90')
    await updateProduct(core.as(owner), { id, priceEur: null, priceBtc: '0.12345678' })
    expect(await priceOf()).toBe('6790.12')
    const known = rates
    rates = {}
    expect(await priceOf()).toBeNull()
    rates = known
  })

  test('shows what is to be downloaded to its seller, to staff and to its buyers', async () => {
    const downloadUrl = 'https://example.com/secret'
    const { id } = await newProduct(core, owner, { downloadUrl, stockQuantity: 2 })
    const urlFor = async (who: SignedIn | typeof ANYBODY) =>
      (await getProduct(core.as(who), { id })).downloadUrl
    expect(await urlFor(owner)).toBe(downloadUrl)
    expect(await urlFor(staff)).toBe(downloadUrl)
    expect(await urlFor(other)).toBeNull()
    expect(await urlFor(ANYBODY)).toBeNull()
    expect((await list({ search: 'map' })).items.map((item) => item.downloadUrl)).not.toContain(
      downloadUrl,
    )
    const order = { buyer: other, seller: owner, product: id }
    await orderIn(core, 'PENDING', order, 'outside')
    expect(await urlFor(other)).toBeNull()
    await orderIn(core, 'PAID', order)
    expect(await urlFor(other)).toBe(downloadUrl)
    await deleteProduct(core.as(owner), { id })
    expect(await urlFor(other)).toBe(downloadUrl)
    expect(await urlFor(owner)).toBe(downloadUrl)
    await expect(urlFor(ANYBODY)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('is made by sellers, and changed and deleted by its own alone', async () => {
    const refused = { code: 'FORBIDDEN' }
    await expect(newProduct(core, other)).rejects.toMatchObject(refused)
    const rival = (await newSeller(core)).user
    const { id } = await newProduct(core, owner)
    for (const who of [rival, other, staff]) {
      await expect(updateProduct(core.as(who), { id, name: 'X' })).rejects.toMatchObject(refused)
      await expect(deleteProduct(core.as(who), { id })).rejects.toMatchObject(refused)
    }
    await deleteProduct(core.as(owner), { id })
    const gone = { code: 'NOT_FOUND', message: 'Product not found' }
    await expect(updateProduct(core.as(owner), { id, name: 'X' })).rejects.toMatchObject(gone)
    await expect(deleteProduct(core.as(owner), { id })).rejects.toMatchObject(gone)
  })

  test('keeps what is not given, and is found by its new words and category', async () => {
    const { id } = await newProduct(core, owner, {
      name: 'Lamp',
      tags: ['brass'],
      stockQuantity: 7,
    })
    const changed = await updateProduct(core.as(owner), {
      id,
      name: 'Lantern',
      category: 'Home & Garden',
      inStock: false,
    })
    expect(changed).toMatchObject({ tags: ['brass'], stockQuantity: 7, inStock: false })
    expect(await namesOf({ search: 'lamp' })).toEqual([])
    expect(await namesOf({ search: 'brass lant' })).toEqual(['Lantern'])
    expect(await namesOf({ category: 'HOME' })).toEqual(['Lantern'])
  })

  test('is not hidden by what its seller has in it', async () => {
    const name = '<b>"Bold" & \'free\'</b>'
    const { id } = await newProduct(core, owner, { name, description: "'); drop table products" })
    expect((await getProduct(core.as(ANYBODY), { id })).name).toBe(name)
  })
})

test('of a viewer a product counts one view in half an hour, and of its seller none', async () => {
  const { id } = await newProduct(core, owner)
  const { views } = core.as(other)
  const look = async (by: Actor) => {
    await getProduct(core.as(by), { id })
    await views.flush()
    return (await getProduct(core.as(owner), { id })).viewCount
  }
  const seen: number[] = []
  for (const by of [owner, other, other, ANYBODY, ANYBODY]) seen.push(await look(by))
  expect(seen).toEqual([0, 1, 1, 2, 2])
  const { now } = core.time
  core.time.now = new Date(now.getTime() + 30 * 60_000)
  expect(await look(other)).toBe(3)
  core.time.now = now
})

test('views of one product wait for nobody', async () => {
  const { id } = await newProduct(core, owner)
  const ctx = core.as(other)
  await getProduct(ctx, { id })
  await ctx.views.flush()
  await core.database.db().transaction(async (db) => {
    const lock = `select from products join product_views on product_id = id where id = ${id} for update`
    await db.query({ name: '', text: lock }, [])
    const views = Array.from({ length: 99 }, (_, i) =>
      getProduct({ ...core.as(ANYBODY), address: `192.0.2.${i}` }, { id }),
    )
    expect((await Promise.all(views)).every(({ viewCount }) => viewCount === 1)).toBe(true)
  })
  await ctx.views.flush()
  expect((await getProduct(ctx, { id })).viewCount).toBe(100)
})

test('a list shows how long descriptions begin, and the first of many images', async () => {
  const images = Array.from({ length: 20 }, (_, i) => `https://example.com/${i}.jpg`)
  const { id, sellerId } = await newProduct(core, owner, {
    images,
    description: '𝒳'.repeat(600),
    specifications: [{ key: 'Weight', value: '1 kg' }],
  })
  const { items } = await list({ sellerId, sortBy: 'created' })
  expect(items.find((item) => item.id === id)).toMatchObject({
    images: images.slice(0, 3),
    description: `${'𝒳'.repeat(499)}…`,
    specifications: [],
  })
  expect((await getProduct(core.as(ANYBODY), { id })).images).toEqual(images)
})

test('what a seller who may not deal in bitcoin offers is shown as not in stock', async () => {
  const { user } = await newSeller(core)
  const { id, sellerId } = await newProduct(core, user)
  await core.sql(`insert into user_restrictions (user_id, what) values ($1, 'trade:btc')`, [
    user.userId,
  ])
  expect((await getProduct(core.as(ANYBODY), { id })).inStock).toBe(false)
  expect((await list({ sellerId })).items.map(({ inStock }) => inStock)).toEqual([false])
})

describe('lists', () => {
  let all: Product[]
  beforeAll(async () => {
    const sellers = await Promise.all(
      [1, 2, 3].map((n) => newSeller(core, { storeName: `Store ${n}` })),
    )
    const CATEGORIES = ['Art & Design', 'Artisanal', 'art', 'Electronics']
    for (let n = 0; n < 24; n += 1) {
      const seller = sellers[n % 3]
      if (!seller) throw new Error('there is no seller')
      const category = CATEGORIES[n % 4]
      await newProduct(core, seller.user, {
        name: `Listed ${n} ${n % 2 ? 'odd' : 'even'}`,
        category,
        priceBtc: `0.00${10 + (n % 6)}`,
      })
    }
    // As reviews and orders would have left them.
    await core.sql(`update products set rating_sum = id % 4 * 3, review_count = id % 3,
                           sales_count = id % 5 where name like 'Listed%'`)
    await core.sql(`update sellers set review_count = 2, rating_sum = 2 + id % 3,
                           total_sales = id % 2 where store_name like 'Store%'`)
    all = (await list({ perPage: 100, search: 'listed' })).items
    expect(all).toHaveLength(24)
  })

  const KEYS: Record<ProductSort, (product: Product) => number[]> = {
    rating: ({ rating, reviewCount }) => [Number(rating), reviewCount],
    price: ({ priceBtc }) => [Number(priceBtc)],
    created: () => [],
    popularity: ({ salesCount }) => [salesCount],
    sellerRating: ({ seller }) => [Number(seller.rating), seller.id],
    sellerSales: ({ seller }) => [seller.totalSales, seller.id],
  }
  const NAMES: Record<ProductSort, string> = {
    rating: 'no such sort',
    price: 'priceBtc',
    created: 'createdAt',
    popularity: 'popularity',
    sellerRating: 'seller.rating',
    sellerSales: 'seller.totalSales',
  }
  const FILTERS: [filter: object, fits: (product: Product) => boolean][] = [
    [{}, () => true],
    [{ category: 'art' }, ({ category }) => /^art( |$)/i.test(category)],
    [
      { category: 'ART &', minPrice: '0.0011', maxPrice: 0.0014 },
      ({ category, priceBtc }) =>
        category === 'Art & Design' && Number(priceBtc) >= 0.0011 && Number(priceBtc) <= 0.0014,
    ],
    [{ search: 'listed', category: 'art' }, ({ category }) => /^art( |$)/i.test(category)],
    [{ maxPrice: '0.0012' }, ({ priceBtc }) => Number(priceBtc) <= 0.0012],
    [{ search: 'odd listed' }, ({ name }) => name.endsWith('odd')],
    [
      { search: 'ev', category: 'electronics', minPrice: '-5' },
      ({ name, category }) => name.endsWith('even') && category === 'Electronics',
    ],
  ]

  const byKeys = (sort: ProductSort, way: SortOrder) => (a: Product, b: Product) => {
    const [left, right] = [a, b].map((product) => [...KEYS[sort](product), product.id])
    const first = left?.findIndex((key, i) => key !== right?.[i]) ?? -1
    const difference = (left?.[first] ?? 0) - (right?.[first] ?? 0)
    return way === 'asc' ? difference : -difference
  }

  const cases = (Object.keys(KEYS) as ProductSort[]).flatMap((sort) =>
    (['asc', 'desc'] as const).map((way) => [sort, way] as const),
  )

  test.each(cases)(
    'by %s %s, whatever the filter, come in order to their end',
    async (sort, way) => {
      const of = new Set(all.map(({ id }) => id))
      for (const [filter, fits] of FILTERS) {
        const expected = all.filter(fits).sort(byKeys(sort, way))
        const ordered = { ...filter, sortBy: NAMES[sort], sortOrder: way }
        const whole = (await list({ ...ordered, perPage: 100 })).items.filter(({ id }) =>
          of.has(id),
        )
        expect(whole.map(({ name }) => name)).toEqual(expected.map(({ name }) => name))
        expect(await readOn({ ...ordered, perPage: 5 }, of)).toEqual(expected.map(({ id }) => id))
      }
    },
  )

  /** A list read by its cursors. */
  async function readOn(filter: object, of: ReadonlySet<number>): Promise<number[]> {
    const seen: number[] = []
    for (let cursor: string | undefined, page = 0; page === 0 || cursor; page += 1) {
      const found = await list({ ...filter, ...(cursor && { cursor }) })
      seen.push(...found.items.map(({ id }) => id).filter((id) => of.has(id)))
      cursor = found.nextCursor
    }
    return seen
  }

  test('of one seller have theirs only', async () => {
    const seller = all[0]?.sellerId
    const found = await list({ sellerId: `seller_${seller}`, sortBy: 'price' })
    expect(found.total).toBe(8)
    expect(found.items.every(({ sellerId }) => sellerId === seller)).toBe(true)
  })

  test.each(['All', 'all', 'ALL', ''])('category %j is every one', async (category) => {
    expect((await list({ category })).total).toBeGreaterThan(24)
  })

  test.each([{ search: 'x'.repeat(201) }, { minPrice: 'cheap' }, { sellerId: 'seller_' }])(
    '%j is refused',
    (filter) => {
      expect(contract.shop.products.list.input.safeParse(filter).success).toBe(false)
    },
  )

  test('are without what belongs to somebody who was banned', async () => {
    const { user, seller } = await newSeller(core)
    const { id } = await newProduct(core, user, { name: 'Forbidden fruit' })
    expect(await namesOf({ search: 'forbidden' })).toEqual(['Forbidden fruit'])
    await core.sql('update users set is_active = false where id = $1', [user.userId])
    expect(await namesOf({ search: 'forbidden' })).toEqual([])
    expect(await namesOf({ sellerId: seller.id })).toEqual([])
    await expect(getProduct(core.as(other), { id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await getProduct(core.as(staff), { id })).isActive).toBe(true)
  })
})

describe('a search', () => {
  test.each([
    ['Зелёный чай', 'ЗЕЛЁНЫЙ ча'],
    ['高級日本茶セット', '日本茶'],
    ['قهوة عربية', 'قهوة عر'],
    ['Crème brûlée', 'crème BRÛ'],
    ['กาแฟไทยคั่วสด', 'ไทย'],
  ])('finds %s by %s', async (name, search) => {
    await newProduct(core, owner, { name })
    expect(await namesOf({ search })).toEqual([name])
  })

  test.each([
    "foo & !bar | (baz) <-> qux:*'\\",
    ':*',
    '!!!',
    "''",
    '\\',
    '<777>',
    'a:b:c',
    '-777',
    '%_',
  ])('for %j is answered, and finds nothing', async (search) => {
    expect(await namesOf({ search })).toEqual([])
  })

  test('for what very many have reads on in order', async () => {
    await core.sql(
      `insert into products (seller_id, owner_id, name, description, price_btc, category, category_key,
         images, tags, in_stock, stock_quantity, digital_product, specifications, search, created_at, updated_at)
       select $1, $2, 'Common ' || n, '', 0.1, 'Bulk', 'bulk', '{}', '{}', true, 1, true, '[]',
              array_to_tsvector(array['common', n::text, '=bulk']), now(), now()
         from generate_series(1, 4100) n`,
      [ownerId, owner.userId],
    )
    const first = await list({ search: 'comm', sortBy: 'created', sortOrder: 'asc', perPage: 100 })
    expect(first.total).toBe(4100)
    expect(first.items.map(({ name }) => name)).toEqual(
      Array.from({ length: 100 }, (_, i) => `Common ${i + 1}`),
    )
    const { nextCursor: cursor } = first
    const next = await list({ search: 'comm', sortBy: 'created', sortOrder: 'asc', cursor })
    expect(next.items[0]?.name).toBe('Common 101')
    expect(await namesOf({ search: '4100 common' })).toEqual(['Common 4100'])
    expect((await list({ search: 'common', category: 'BULK' })).total).toBe(4100)
    const last = await list({ search: 'common', sortBy: 'created', sortOrder: 'asc', page: 342 })
    expect(last.items.map(({ name }) => name)).toContain('Common 4100')
  })
})

test('a seller who has very many products makes no more', async () => {
  const { user, seller } = await newSeller(core)
  await core.sql('update sellers set product_count = 100000 where id = $1', [seller.id])
  const refused = createProduct(core.as(user), { ...(await inputOf(owner)) })
  await expect(refused).rejects.toMatchObject({ code: 'CONFLICT' })
})

async function inputOf(user: SignedIn) {
  const product = await newProduct(core, user)
  return contract.shop.products.create.input.parse({ ...product, downloadUrl: undefined })
}
