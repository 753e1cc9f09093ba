import { z } from 'zod'
import { id, prefixed, text, time } from '../fields.ts'
import { ShopUser } from './seller.ts'

/** What a buyer says of a product. */
export const Review = z.object({
  id: prefixed('review', id()),
  productId: prefixed('product', id()).describe('What it is about.'),
  rating: z.int().min(1).max(5).describe('Stars: 1 to 5.'),
  content: z.string().nullable().describe('What there is to say; null for nothing but stars.'),
  helpful: z.int().describe('How many found it helpful.'),
  user: ShopUser.describe('Who has written it.'),
  createdAt: time().describe('When it was written.'),
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
