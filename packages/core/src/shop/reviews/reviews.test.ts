import type { OrderStatus } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../../context.ts'
import { newProduct, newSeller } from '../../testing/shop.ts'
import { orderIn } from '../../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { deleteProduct } from '../products/delete-product.ts'
import { getProduct } from '../products/get-product.ts'
import { getSeller } from '../sellers/get-seller.ts'
import { createReview } from './create-review.ts'
import { listReviews } from './list-reviews.ts'
import { markHelpful } from './mark-helpful.ts'

let core: TestCore
let owner: SignedIn
let sellerId: number
beforeAll(async () => {
  core = await startTestCore()
  const made = await newSeller(core)
  owner = made.user
  sellerId = made.seller.id
})
afterAll(() => core.close())

const ANYBODY = { kind: 'anonymous' } as const
const review = (by: SignedIn, productId: number, rating = 5, content: string | null = null) =>
  createReview(core.as(by), { productId, rating, content })
const reviewsOf = (productId: number) =>
  listReviews(core.as(ANYBODY), { productId, page: 1, perPage: 50 })

const onSale = () => newProduct(core, owner, { stockQuantity: 100 })
/** Brings an order of a product that far. */
const order = (buyer: SignedIn, product: number, status: OrderStatus) =>
  orderIn(core, status, { buyer, seller: owner, product })

/** Somebody who has received these products. */
async function newBuyer(...products: readonly number[]): Promise<SignedIn> {
  const buyer = await core.newUser()
  for (const product of products) await order(buyer, product, 'COMPLETED')
  return buyer
}

test('a review takes a completed order', async () => {
  const { id } = await onSale()
  const waiting = await core.newUser()
  for (const status of ['CANCELLED', 'REFUNDED', 'DELIVERED'] as const) {
    await expect(review(waiting, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await order(waiting, id, status)
  }
  await expect(review(waiting, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(review(owner, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(review(waiting, 999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect((await getProduct(core.as(ANYBODY), { id })).reviewCount).toBe(0)
  const { id: unlike } = await onSale()
  await expect(review(await newBuyer(id), unlike)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('of many buyers at once each counts once, for the product and for its seller', async () => {
  const [one, other] = [await onSale(), await onSale()]
  const buyers = await Promise.all(Array.from({ length: 12 }, () => newBuyer(one.id, other.id)))
  const tried = await Promise.allSettled(
    buyers.flatMap((buyer, i) => [
      review(buyer, one.id, 1 + (i % 5)),
      review(buyer, one.id, 1 + (i % 5)),
      review(buyer, other.id, 5, `Nice ${i}`),
    ]),
  )
  const refused = tried.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 12 }, () => 'CONFLICT'))
  const [page, otherPage] = await Promise.all(
    [one, other].map(({ id }) => getProduct(core.as(ANYBODY), { id })),
  )
  expect(page).toMatchObject({ reviewCount: 12, rating: '2.8' })
  expect(otherPage).toMatchObject({ reviewCount: 12, rating: '5.0' })
  expect(otherPage?.reviews).toHaveLength(10)
  const seller = await getSeller(core.as(ANYBODY), { id: sellerId })
  expect(seller).toMatchObject({ reviewCount: 24, rating: '3.9' })
  expect(seller.reviews).toHaveLength(5)
  const { items, total } = await reviewsOf(other.id)
  expect(total).toBe(12)
  const ids = items.map(({ id }) => id)
  expect(ids).toEqual([...ids].sort((a, b) => b - a))
})

test('a product that was deleted can still be reviewed by its buyers', async () => {
  const { id } = await onSale()
  const buyer = await newBuyer(id)
  await deleteProduct(core.as(owner), { id })
  expect(await review(buyer, id, 2)).toMatchObject({ rating: 2 })
})

test('whoever finds a review helpful counts once, and never its author', async () => {
  const product = await onSale()
  const author = await newBuyer(product.id)
  const { id } = await review(author, product.id)
  const readers = await Promise.all(Array.from({ length: 5 }, () => core.newUser()))
  await Promise.all([...readers, ...readers].map((by) => markHelpful(core.as(by), { id })))
  expect((await reviewsOf(product.id)).items[0]?.helpful).toBe(5)
  await expect(markHelpful(core.as(author), { id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(markHelpful(core.as(author), { id: 999 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'Review not found',
  })
})
