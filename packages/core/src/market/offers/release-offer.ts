import type { Offer } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { transitionOffer } from './transition-offer.ts'

/** Pays the held amount to the buyer's p2p wallet. Whoever sells the coin. */
export function releaseOffer(
  ctx: Ctx,
  input: { id: number; code?: string | undefined },
): Promise<Offer> {
  return transitionOffer(ctx, 'release', input.id)
}
