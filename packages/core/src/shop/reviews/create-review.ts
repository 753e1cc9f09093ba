import { type Review, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { unforeseen } from '../../unforeseen.ts'
import { productNotFound } from '../refusals.ts'
import { findReview } from './find-review.ts'

type ReviewedRow =
  | { outcome: 'done'; review: number }
  | { outcome: 'unknown' | 'own' | 'not_bought' | 'again'; review: null }

const reviewFunction = dbFunction(
  'review_product',
  ['product', 'rating', 'content'],
  row<ReviewedRow>(),
)

/**
 * Adds what a buyer says of a product.
 * @throws NOT_FOUND; FORBIDDEN without a completed order, or of one's own; CONFLICT the second time
 */
export async function createReview(
  ctx: Ctx,
  input: { productId: number; rating: number; content: string | null },
): Promise<Review> {
  const { productId: product, rating, content } = input
  const reviewed = await call(ctx, reviewFunction, { product, rating, content })
  switch (reviewed.outcome) {
    case 'done':
      return findReview(ctx, reviewed.review)
    case 'unknown':
      throw productNotFound()
    case 'own':
      throw new SoukError('FORBIDDEN', 'Sellers do not review their own products')
    case 'not_bought':
      throw new SoukError('FORBIDDEN', 'Only buyers with a completed order may review a product')
    case 'again':
      throw new SoukError('CONFLICT', 'You have already reviewed this product')
    default:
      throw unforeseen(reviewed)
  }
}
