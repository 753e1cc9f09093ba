import type { Trade } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { transitionTrade } from './transition-trade.ts'

/** Puts a trade in progress into the hands of staff. Either side may. */
export function disputeTrade(ctx: Ctx, input: { id: number; reason: string }): Promise<Trade> {
  return transitionTrade(ctx, 'dispute', input.id, input.reason)
}
