import type { ProductBrief, Seller, SellerPage } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, isStaff, viewerId } from '../../context.ts'
import { showAmount } from '../../show-amount.ts'
import { sellerNotFound } from '../refusals.ts'
import { REVIEW_COLUMNS, type ReviewRow, reviewOf } from '../reviews/review-of.ts'
import { type SellerRow, sellerOf } from './seller-of.ts'

const selectSeller = statement<SellerRow & { isBanned: boolean }>(
  'seller-get',
  `select s.*, not u.is_active as "isBanned"
     from seller_view s join users u on u.id = s."userId" where s.id = $1`,
)

/** How much of their products, and of what is said of them, a seller's page shows. */
const PRODUCTS = 6
const REVIEWS = 5

const selectProducts = statement<ProductBrief>(
  'seller-products',
  `select id, name, trim_scale(price_btc)::text as "priceBtc", to_char(rating, 'FM0.0') as rating,
          review_count as "reviewCount", sales_count as "salesCount"
     from products where seller_id = $1 and is_active
    order by sales_count desc, id desc limit ${PRODUCTS}`,
)

const selectReviews = statement<ReviewRow>(
  'seller-reviews',
  `select ${REVIEW_COLUMNS} from review_view where "sellerId" = $1 order by id desc limit ${REVIEWS}`,
)

/**
 * A seller as whoever looks may see them: one who was banned is there for staff only.
 * @throws NOT_FOUND
 */
export async function findSeller(ctx: Ctx, id: number): Promise<Seller> {
  const [row] = await ctx.db.query(selectSeller, [id])
  if (!row) throw sellerNotFound()
  const { isBanned, ...seller } = row
  if (isBanned && !isStaff(ctx) && viewerId(ctx) !== seller.userId) throw sellerNotFound()
  return sellerOf(ctx, seller)
}

/**
 * A seller with what they sell most, and what is said of it.
 * @throws NOT_FOUND
 */
export async function getSeller(ctx: Ctx, { id }: { id: number }): Promise<SellerPage> {
  const seller = await findSeller(ctx, id)
  const products = await ctx.db.query(selectProducts, [id])
  const reviews = await ctx.db.query(selectReviews, [id])
  return {
    ...seller,
    products: products.map((row) => ({ ...row, priceBtc: showAmount(row.priceBtc) })),
    reviews: reviews.map(reviewOf),
  }
}
