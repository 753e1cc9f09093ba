import type { Ctx } from '../../context.ts'
import { transitionOffer } from './transition-offer.ts'

/**
 * Ends an offer that was not paid in time; for the job that was set for then. One that has moved on
 * stays as it is; one that was given more time is looked at again.
 */
export async function expireOffer(ctx: Ctx, input: { offerId: number }): Promise<void> {
  await transitionOffer(ctx, 'expire', input.offerId)
}
