import { z } from 'zod'
import { Product } from './product.ts'
import { Review, ReviewInDocument3 } from './review.ts'
import { ListedSellerInDocument3, Seller } from './seller.ts'

/** A product where it stands among others of its seller. */
export const ProductBrief = Product.pick({
  id: true,
  name: true,
  priceBtc: true,
  rating: true,
  reviewCount: true,
  salesCount: true,
})
export type ProductBrief = z.output<typeof ProductBrief>

/** A seller with what they sell most, and what is said of it. */
export const SellerPage = Seller.extend({
  products: z.array(ProductBrief).describe('Six, what sells best first.'),
  reviews: z.array(Review).describe('The latest five, of any of their products.'),
})
export type SellerPage = z.output<typeof SellerPage>

/** As document 3 shows one. */
export const SellerInDocument3 = ListedSellerInDocument3.omit({ count: true }).extend({
  products: z.array(ProductBrief).describe('Six, what sells best first.'),
  reviews: z.array(ReviewInDocument3).describe('The latest five, of any of their products.'),
})
