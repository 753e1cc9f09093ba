import { z } from 'zod'
import { id, prefixed, text, time } from '../fields.ts'
import { ShopUser } from './seller.ts'

/** What a buyer says of a product. */
export const Review = z.object({
  id: prefixed('review', id()),
  productId: prefixed('product', id()),
  rating: z.int().min(1).max(5),
  content: z.string().nullable(),
  helpful: z.int().describe('How many found it helpful.'),
  user: ShopUser,
  createdAt: time(),
})
export type Review = z.output<typeof Review>

/** As document 3 has it. */
export const ReviewInDocument3 = Review.omit({ productId: true })

const STARS = 'must be a whole number from 1 to 5'

/** What a buyer says. */
export const NewReview = z.object({
  rating: z.number(STARS).int(STARS).min(1, STARS).max(5, STARS).describe('Stars: 1 to 5.'),
  content: text(0, 5000)
    .nullish()
    .transform((content) => content || null)
    .describe('What there is to say.'),
})
