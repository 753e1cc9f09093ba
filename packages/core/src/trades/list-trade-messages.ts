import type { TradeMessage } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { listMessages, type PageOfMessages } from '../conversations/list-messages.ts'
import type { Paging } from '../pages.ts'
import { tradeChat } from './trade-chat.ts'

/**
 * Reads a trade's chat: page 1 is the newest, each page oldest first.
 * @throws NOT_FOUND when the caller may not see the trade
 */
export async function listTradeMessages(
  ctx: Ctx,
  { tradeId, ...paging }: Paging & { tradeId: number },
): Promise<PageOfMessages<TradeMessage>> {
  signedIn(ctx)
  return listMessages(ctx, tradeChat, tradeId, paging)
}
