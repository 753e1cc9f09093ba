import type { Trade } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { transitionTrade } from './transition-trade.ts'

/** Settles a disputed trade: pays the buyer or gives the amount back to the seller. Staff only. */
export function resolveTrade(
  ctx: Ctx,
  input: { id: number; outcome: 'release' | 'refund'; note?: string | undefined },
): Promise<Trade> {
  return transitionTrade(ctx, `resolve_${input.outcome}`, input.id, input.note ?? null)
}
