import type { Review } from '@souk/contract'
import { statement } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { reviewNotFound } from '../refusals.ts'
import { REVIEW_COLUMNS, type ReviewRow, reviewOf } from './review-of.ts'

const selectReview = statement<ReviewRow>(
  'review-get',
  `select ${REVIEW_COLUMNS} from review_view where id = $1`,
)

/** One review. @throws NOT_FOUND */
export async function findReview(ctx: Ctx, id: number): Promise<Review> {
  const [row] = await ctx.db.query(selectReview, [id])
  if (!row) throw reviewNotFound()
  return reviewOf(row)
}
