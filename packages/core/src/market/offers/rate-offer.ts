import { type Rating, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { isoTime } from '../../iso-time.ts'
import { unforeseen } from '../../unforeseen.ts'
import { offerNotFound } from '../refusals.ts'

type RateRow =
  | { outcome: 'done'; rating: Rating }
  | { outcome: 'unknown' | 'not_yours' | 'not_released' | 'rated'; rating: null }

const rateFunction = dbFunction(
  'rate_offer',
  ['offer', 'positive', 'comment', 'rates', 'minimum'],
  row<RateRow>(),
)

/**
 * Rates the other side of a released offer; each side once. What a person is known by counts one a day from
 * the same other person, of a deal worth something.
 * @throws NOT_FOUND, NOT_A_PARTY, CONFLICT
 */
export async function rateOffer(
  ctx: Ctx,
  input: { id: number; positive: boolean; comment?: string | null | undefined },
): Promise<Rating> {
  const { id: offer, positive, comment = null } = input
  const rated = await call(ctx, rateFunction, {
    offer,
    positive,
    comment,
    rates: JSON.stringify(await ctx.rates.current()),
    minimum: ctx.settings.ratingMinimum,
  })
  switch (rated.outcome) {
    case 'done':
      return { ...rated.rating, createdAt: isoTime(rated.rating.createdAt) }
    case 'not_yours':
      throw new SoukError('NOT_A_PARTY', 'You are not authorized to rate this offer')
    case 'not_released':
      throw new SoukError('CONFLICT', 'Offer has not been released')
    case 'rated':
      throw new SoukError('CONFLICT', 'You have already rated this offer')
    case 'unknown':
      throw offerNotFound()
    default:
      throw unforeseen(rated)
  }
}
