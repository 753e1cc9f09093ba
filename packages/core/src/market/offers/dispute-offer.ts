import type { Offer } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { transitionOffer } from './transition-offer.ts'

/**
 * Puts a paid offer into the hands of staff; either side may. The other side then has a day to
 * answer.
 */
export function disputeOffer(ctx: Ctx, input: { id: number; reason: string }): Promise<Offer> {
  return transitionOffer(ctx, 'dispute', input.id, input.reason)
}
