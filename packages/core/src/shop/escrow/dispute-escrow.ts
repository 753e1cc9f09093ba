import type { Escrow } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { transitionEscrow } from './transition-escrow.ts'

/** Stops everything until staff have decided. @throws NOT_FOUND, NOT_A_PARTY, CONFLICT */
export function disputeEscrow(
  ctx: Ctx,
  { id, reason }: { id: number; reason: string },
): Promise<Escrow> {
  return transitionEscrow(ctx, 'dispute', { id, note: reason })
}
