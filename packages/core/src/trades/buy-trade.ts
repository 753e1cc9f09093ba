import type { Trade } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { transitionTrade } from './transition-trade.ts'

/** Takes an open trade. Of many buyers at once, one wins and the others get CONFLICT. */
export function buyTrade(ctx: Ctx, input: { id: number }): Promise<Trade> {
  return transitionTrade(ctx, 'buy', input.id)
}
