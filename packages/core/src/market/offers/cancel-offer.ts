import type { Offer } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { transitionOffer } from './transition-offer.ts'

/** Gives the amount back to the ad, or to its wallet. Its maker while pending, the buyer also when paid. */
export function cancelOffer(ctx: Ctx, input: { id: number }): Promise<Offer> {
  return transitionOffer(ctx, 'cancel', input.id)
}
