import type { Offer } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { transitionOffer } from './transition-offer.ts'

/** Says that the fiat has been paid. Whoever buys the coin. */
export function payOffer(ctx: Ctx, input: { id: number }): Promise<Offer> {
  return transitionOffer(ctx, 'pay', input.id)
}
