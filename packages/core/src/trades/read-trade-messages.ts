import type { ReadMark } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { readMark } from '../conversations/mark-read.ts'
import { tradeChat } from './trade-chat.ts'

/**
 * Says up to which message the caller has read a trade's chat.
 * @throws NOT_FOUND when they may not see the trade
 */
export function readTradeMessages(
  ctx: Ctx,
  { tradeId, upTo }: { tradeId: number; upTo?: number | undefined },
): Promise<ReadMark> {
  return readMark(ctx, tradeChat, tradeId, upTo)
}
