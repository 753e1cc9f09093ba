import { z } from 'zod'
import { mutation, query } from '../define.ts'
import { clampedPageFields, pageOf, prefixedId } from '../fields.ts'
import { NewReview, Review, ReviewInDocument3 } from './review.ts'

const path = '/api/products/{productId}/reviews'

export const reviews = {
  list: query({
    access: 'anyone',
    summary: 'List the reviews of a product, newest first',
    description: 'Each is of a buyer whose payment was released from escrow.',
    input: z.object({ productId: prefixedId('product'), ...clampedPageFields(12) }),
    output: pageOf(Review),
    errors: ['NOT_FOUND'],
    rest: [{ method: 'GET', path, dialect: 'data', view: pageOf(ReviewInDocument3) }],
  }),
  create: mutation({
    access: 'user',
    summary: 'Review a product',
    description: 'Its buyers, once an order of it is completed, and each of them once.',
    input: z.object({ productId: prefixedId('product'), ...NewReview.shape }),
    output: Review,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    rest: [{ method: 'POST', path, dialect: 'data', status: 201, view: ReviewInDocument3 }],
  }),
  markHelpful: mutation({
    access: 'user',
    summary: 'Say that a review is helpful',
    description: 'Of each caller it counts once. Nobody says so of their own.',
    input: z.object({ id: prefixedId('review') }),
    output: Review,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    rest: [
      {
        method: 'POST',
        path: '/api/reviews/{id}/helpful',
        dialect: 'data',
        view: ReviewInDocument3,
      },
    ],
  }),
}
