import { type Rating, SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { isoTime } from '../../iso-time.ts'
import { offerNotFound } from '../refusals.ts'

type RateRow =
  | { outcome: 'done'; rating: Rating }
  | { outcome: 'unknown' | 'not_yours' | 'not_released' | 'rated'; rating: null }

const rateStatement = statement<RateRow>(
  'offer-rate',
  'select outcome, rating from rate_offer($1, $2, $3, $4, $5)',
)

/**
 * Rates the other side of a released offer; each side once.
 * @throws NOT_FOUND, NOT_A_PARTY, CONFLICT
 */
export async function rateOffer(
  ctx: Ctx,
  input: { id: number; positive: boolean; comment?: string | null | undefined },
): Promise<Rating> {
  const { userId } = signedIn(ctx)
  const values = [input.id, userId, input.positive, input.comment ?? null, ctx.clock()]
  const [row] = await ctx.db.query(rateStatement, values)
  switch (row?.outcome) {
    case 'done':
      return { ...row.rating, createdAt: isoTime(row.rating.createdAt) }
    case 'not_yours':
      throw new SoukError('NOT_A_PARTY', 'You are not authorized to rate this offer')
    case 'not_released':
      throw new SoukError('CONFLICT', 'Offer has not been released')
    case 'rated':
      throw new SoukError('CONFLICT', 'You have already rated this offer')
    default:
      throw offerNotFound()
  }
}
