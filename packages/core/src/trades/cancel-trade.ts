import type { Trade } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { transitionTrade } from './transition-trade.ts'

/** Gives the held amount back. The seller while open, the buyer while in progress. */
export function cancelTrade(ctx: Ctx, input: { id: number }): Promise<Trade> {
  return transitionTrade(ctx, 'cancel', input.id)
}
