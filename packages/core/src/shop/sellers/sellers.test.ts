import { contract, type Seller, type SellerSort } from '@souk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listAudit } from '../../audit/list-audit.ts'
import type { SignedIn } from '../../context.ts'
import { newProduct, newSeller, sellerInput } from '../../testing/shop.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { deleteProduct } from '../products/delete-product.ts'
import { createSeller } from './create-seller.ts'
import { getSeller } from './get-seller.ts'
import { listSellers } from './list-sellers.ts'
import { updateSeller } from './update-seller.ts'
import { unverifySeller, verifySeller } from './verify-seller.ts'
import { noteLooksOfStores } from './write-seller.ts'

let core: TestCore
let ann: SignedIn
let ben: SignedIn
beforeAll(async () => {
  core = await startTestCore()
  ann = await core.newUser('staff')
  ben = await core.newUser('staff')
})
afterAll(() => core.close())

const ANYBODY = { kind: 'anonymous' } as const
const list = (filter: object = {}) =>
  listSellers(core.as(ANYBODY), contract.shop.sellers.list.input.parse(filter))
const shown = (id: number) => getSeller(core.as(ANYBODY), { id })

describe('a seller profile', () => {
  test('is one a user, though it be asked for many times at once', async () => {
    const user = await core.newUser()
    const made = await Promise.allSettled(
      Array.from({ length: 8 }, () => createSeller(core.as(user), sellerInput())),
    )
    const refused = made.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(7)
    for (const { reason } of refused as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ code: 'CONFLICT', message: 'Seller profile already exists' })
    }
  })

  test('may be called like another one, but not like one that staff have verified', async () => {
    const { seller } = await newSeller(core, { storeName: 'Lighthouse Prints' })
    await newSeller(core, { storeName: 'Lighthouse Prints' })
    await verifySeller(core.as(ann), { id: seller.id })
    const { user: other, seller: another } = await newSeller(core)
    const taken = { message: 'storeName: must not look like that of a verified store' }
    for (const storeName of ['lighthouse prints', 'LIGHTHOUSE  PRINTS', 'Lighth\u043euse Prints']) {
      await expect(newSeller(core, { storeName })).rejects.toMatchObject(taken)
      const rename = updateSeller(core.as(other), { id: another.id, storeName })
      await expect(rename).rejects.toMatchObject(taken)
    }
    await core.sql('update sellers set looks = null')
    await newSeller(core, { storeName: 'Lighthouse Prints' })
    await noteLooksOfStores(core.as({ kind: 'system' }))
    const again = newSeller(core, { storeName: 'Lighthouse Prints' })
    await expect(again).rejects.toMatchObject(taken)
  })

  test('is changed by its owner alone, and keeps what is not given', async () => {
    const { user, seller } = await newSeller(core, { responseTime: '2 hours' })
    const { id } = seller
    const change = { id, description: 'Other words', category: 'Books' }
    for (const who of [await core.newUser(), ann]) {
      await expect(updateSeller(core.as(who), change)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    const changed = await updateSeller(core.as(user), change)
    expect(changed).toMatchObject({ ...change, responseTime: '2 hours', storeName: 'Harbour Maps' })
    expect((await list({ search: 'other wor', category: 'BOOKS' })).items[0]?.id).toBe(id)
    await expect(updateSeller(core.as(user), { id: 999 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'Seller not found',
    })
  })

  test.each(['Souk Support', 'Аdmin', 'The Souk'])('is not called %s', async (storeName) => {
    const refused = { code: 'VALIDATION_FAILED', fields: [{ path: ['storeName'] }] }
    await expect(newSeller(core, { storeName })).rejects.toMatchObject(refused)
    const { user, seller } = await newSeller(core)
    const change = updateSeller(core.as(user), { id: seller.id, storeName })
    await expect(change).rejects.toMatchObject(refused)
  })

  test('counts what is on sale, and shows what sells best', async () => {
    const { user, seller } = await newSeller(core)
    const made = []
    for (let n = 0; n < 8; n += 1) made.push(await newProduct(core, user, { name: `P${n}` }))
    await core.sql('update products set sales_count = id where seller_id = $1', [seller.id])
    await deleteProduct(core.as(user), { id: made[7]?.id ?? 0 })
    const { products, count } = await shown(seller.id)
    expect(count.products).toBe(7)
    expect(products.map(({ name }) => name)).toEqual(['P6', 'P5', 'P4', 'P3', 'P2', 'P1'])
  })

  test('is hidden while its owner is banned', async () => {
    const { user, seller } = await newSeller(core, { storeName: 'Shady Shades' })
    await core.sql('update users set is_active = false where id = $1', [user.userId])
    await expect(shown(seller.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await list({ search: 'shady' })).items).toEqual([])
    expect((await getSeller(core.as(ann), { id: seller.id })).storeName).toBe('Shady Shades')
  })
})

describe('staff', () => {
  test('verify sellers and take it back, which is recorded', async () => {
    const { seller } = await newSeller(core, { storeName: 'Verified Vases' })
    const { id } = seller
    expect((await verifySeller(core.as(ann), { id })).user.isVerified).toBe(true)
    expect((await list({ verifiedOnly: true })).items.map((one) => one.id)).toContain(id)
    expect((await unverifySeller(core.as(ann), { id })).user.isVerified).toBe(false)
    expect((await list({ verifiedOnly: true })).items.map((one) => one.id)).not.toContain(id)
    const { items } = await listAudit(core.as(ann), {
      page: 1,
      perPage: 2,
      subject: `seller:${id}`,
    })
    expect(items.map(({ action }) => action)).toEqual(['seller.unverified', 'seller.verified'])
  })

  test.each(['another', 'themself'])('have no effect alone on %s', async (whom) => {
    const member = whom === 'another' ? await core.newUser('staff') : ann
    const { id } = await createSeller(core.as(member), sellerInput({ storeName: `Of ${whom}` }))
    const first = await verifySeller(core.as(ann), { id })
    expect([first.awaitsConfirmation, first.user.isVerified]).toEqual([true, false])
    expect((await verifySeller(core.as(ann), { id })).user.isVerified).toBe(false)
    expect((await verifySeller(core.as(ben), { id })).user.isVerified).toBe(true)
  })

  test('are told of a seller that there is not', async () => {
    const missing = verifySeller(core.as(ann), { id: 999_999 })
    await expect(missing).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

test('a seller is online for five minutes after they were seen', async () => {
  const { user, seller } = await newSeller(core)
  const { presence } = core.as(user)
  const online = async () => (await shown(seller.id)).isOnline
  const { now } = core.time
  expect(await online()).toBe(false)
  presence.seen(user.userId)
  presence.seen(user.userId)
  await presence.flush()
  expect(await online()).toBe(true)
  core.time.now = new Date(now.getTime() + 5 * 60_000 - 1)
  expect(await online()).toBe(true)
  core.time.now = new Date(now.getTime() + 5 * 60_000)
  expect(await online()).toBe(false)
  presence.seen(user.userId)
  await presence.flush()
  expect(await online()).toBe(true)
  core.time.now = now
})

describe('the list', () => {
  let all: Seller[]
  beforeAll(async () => {
    for (const n of [0, 1, 2, 3, 4, 5, 6]) {
      const category = n % 2 ? 'Art & Design' : 'Artisanal'
      await newSeller(core, { storeName: `Ranked ${n}`, category })
    }
    await core.sql(`update sellers set review_count = 1 + id % 3, rating_sum = (1 + id % 3) * (id % 5),
        total_sales = id % 4, total_revenue = id % 3 + 0.5, product_count = id % 2,
        is_verified = id % 2 = 0 where store_name like 'Ranked%'`)
    all = (await list({ search: 'ranked', perPage: 100 })).items
    expect(all).toHaveLength(7)
  })

  const KEYS: Record<SellerSort, (seller: Seller) => number[]> = {
    rating: ({ rating, reviewCount }) => [Number(rating), reviewCount],
    sales: ({ totalSales }) => [totalSales],
    products: ({ count }) => [count.products],
    revenue: ({ totalRevenue }) => [Number(totalRevenue)],
    joined: () => [],
    reviews: ({ reviewCount }) => [reviewCount],
  }

  test.each(Object.entries(KEYS))('comes by %s, in order to its end', async (sortBy, keysOf) => {
    const of = new Set(all.map(({ id }) => id))
    const filters: [object, (seller: Seller) => boolean][] = [
      [{}, () => true],
      [{ category: 'art' }, ({ category }) => category === 'Art & Design'],
      [{ search: 'rank', verifiedOnly: true }, ({ user }) => user.isVerified],
    ]
    for (const sortOrder of ['asc', 'desc']) {
      for (const [filter, fits] of filters) {
        const ordered = all.filter(fits).sort((a, b) => {
          const [left, right] = [a, b].map((seller) => [...keysOf(seller), seller.id])
          const first = left?.findIndex((key, i) => key !== right?.[i]) ?? -1
          return (left?.[first] ?? 0) - (right?.[first] ?? 0)
        })
        if (sortOrder === 'desc') ordered.reverse()
        const seen: number[] = []
        let cursor: string | undefined
        do {
          const page = await list({ ...filter, sortBy, sortOrder, perPage: 3, cursor })
          seen.push(...page.items.map(({ id }) => id).filter((id) => of.has(id)))
          cursor = page.nextCursor
        } while (cursor)
        expect(seen).toEqual(ordered.map(({ id }) => id))
      }
    }
  })
})
