import type { Page, Review } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { type Paging, pagedList, readPage } from '../../pages.ts'
import { findProduct } from '../products/get-product.ts'
import { REVIEW_COLUMNS, type ReviewRow, reviewOf } from './review-of.ts'

const reviews = pagedList<ReviewRow, never>('reviews', {}, () => ({
  branches: ['select id from reviews where product_id = $product'],
  order: ['id desc'],
  show: `r.* from page join (select ${REVIEW_COLUMNS} from review_view) r on r.id = page.id`,
}))

/** What is said of a product, newest first. @throws NOT_FOUND */
export async function listReviews(
  ctx: Ctx,
  { productId, ...paging }: Paging & { productId: number },
): Promise<Page<Review>> {
  await findProduct(ctx, productId)
  return readPage(ctx, reviews, { product: productId }, paging, reviewOf)
}
