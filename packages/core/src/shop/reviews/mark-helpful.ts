import { type Review, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { reviewNotFound } from '../refusals.ts'
import { findReview } from './find-review.ts'

const markFunction = dbFunction(
  'mark_helpful',
  ['review'],
  row<{ outcome: 'done' | 'unknown' | 'own' }>(),
)

/** Counts the caller among those who find a review helpful. @throws NOT_FOUND, FORBIDDEN */
export async function markHelpful(ctx: Ctx, { id }: { id: number }): Promise<Review> {
  const { outcome } = await call(ctx, markFunction, { review: id })
  if (outcome === 'unknown') throw reviewNotFound()
  if (outcome === 'own') throw new SoukError('FORBIDDEN', 'Nobody votes for their own review')
  return findReview(ctx, id)
}
