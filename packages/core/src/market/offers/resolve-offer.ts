import type { Offer } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { transitionOffer } from './transition-offer.ts'

/** Settles a disputed offer: pays the buyer, or gives the amount back. Staff only. */
export function resolveOffer(
  ctx: Ctx,
  input: { id: number; outcome: 'release' | 'refund'; note?: string | undefined },
): Promise<Offer> {
  return transitionOffer(ctx, `resolve_${input.outcome}`, input.id, input.note ?? null)
}
