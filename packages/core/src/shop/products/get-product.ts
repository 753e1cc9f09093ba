import type { Product, ProductPage } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, viewerId } from '../../context.ts'
import { productNotFound } from '../refusals.ts'
import { REVIEW_COLUMNS, type ReviewRow, reviewOf } from '../reviews/review-of.ts'
import { eurRate, isOpenTo, type ProductRow, productOf } from './product-of.ts'

const selectProduct = statement<ProductRow & { hasBought: boolean }>(
  'product-get',
  `select *, coalesce(has_bought($2, id), false) as "hasBought" from product_view where id = $1`,
)

/** Reviews that a product's page shows. */
const REVIEWS = 10

const selectReviews = statement<ReviewRow>(
  'product-reviews',
  `select ${REVIEW_COLUMNS} from review_view where "productId" = $1 order by id desc limit ${REVIEWS}`,
)

/**
 * A product as whoever looks may see it. What was deleted, or is of somebody who was banned, is there
 * for its seller, its buyers and staff only.
 * @throws NOT_FOUND
 */
export async function findProduct(ctx: Ctx, id: number): Promise<Product> {
  return (await findOwned(ctx, id)).product
}

/** The same, and whose it is. */
async function findOwned(ctx: Ctx, id: number): Promise<{ product: Product; ownerId: number }> {
  const moment = { eurRate: await eurRate(ctx) }
  const [row] = await ctx.db.query(selectProduct, [id, viewerId(ctx)])
  if (!row) throw productNotFound()
  const { hasBought, ...product } = row
  if (!product.isShown && !hasBought && !isOpenTo(ctx, product)) throw productNotFound()
  const { ownerId } = product
  return { product: productOf(ctx, product, { ...moment, hasBought }), ownerId }
}

/**
 * A product with what its latest buyers say. Counts a view, but not its seller's.
 * @throws NOT_FOUND
 */
export async function getProduct(ctx: Ctx, { id }: { id: number }): Promise<ProductPage> {
  const { product, ownerId } = await findOwned(ctx, id)
  const reviews = await ctx.db.query(selectReviews, [id])
  const viewer = viewerId(ctx)
  if (viewer !== ownerId) ctx.views.add(id, viewer === null ? ctx.address : `user ${viewer}`)
  return { ...product, reviews: reviews.map(reviewOf) }
}
