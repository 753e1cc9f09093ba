import type { Ctx } from '../../context.ts'
import { onlyTime } from '../refusals.ts'
import { transitionAd } from './transition-ad.ts'

/**
 * Ends an ad whose last day is over; for the job that was set for then. One that has ended otherwise
 * stays as it is, one whose day is still to come is looked at again.
 */
export async function expireAd(ctx: Ctx, input: { adId: number }): Promise<void> {
  onlyTime(ctx)
  await transitionAd(ctx, 'expire', input.adId)
}
