import type { Trade } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { transitionTrade } from './transition-trade.ts'

/** Pays the held amount to the buyer's p2p wallet. The seller only. */
export function releaseTrade(
  ctx: Ctx,
  input: { id: number; code?: string | undefined },
): Promise<Trade> {
  return transitionTrade(ctx, 'release', input.id)
}
