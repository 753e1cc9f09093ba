import type { Offer } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { transitionOffer } from './transition-offer.ts'

/**
 * Puts a paid offer into the hands of staff; either side may. The other side then has a day to
 * answer.
 */
export async function disputeOffer(
  ctx: Ctx,
  input: { id: number; reason: string },
): Promise<Offer> {
  signedIn(ctx)
  return transitionOffer(ctx, 'dispute', input.id, input.reason)
}
