import type { Review } from '@souk/contract'
import { isoTime } from '../../iso-time.ts'

/** A row of `review_view`. */
export type ReviewRow = Omit<Review, 'user'> & Review['user']

/** What of `review_view` a review is shown with. */
export const REVIEW_COLUMNS = `id, "productId", rating, content, helpful, "createdAt", username, avatar`

export function reviewOf({ username, avatar, ...known }: ReviewRow): Review {
  return { ...known, createdAt: isoTime(known.createdAt), user: { username, avatar } }
}
