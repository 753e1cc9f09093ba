import type { Page, TradeMessage } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { listMessages } from '../conversations/list-messages.ts'
import { tradeStream } from '../events/streams.ts'
import type { Paging } from '../pages.ts'
import { getTrade } from './get-trade.ts'

/**
 * Reads a trade's chat: page 1 is the newest, each page oldest first.
 * @throws NOT_FOUND when the caller may not see the trade
 */
export async function listTradeMessages(
  ctx: Ctx,
  input: Paging & { tradeId: number },
): Promise<Page<TradeMessage>> {
  signedIn(ctx)
  const { tradeId } = input
  const found = await listMessages(ctx, tradeStream(tradeId), input)
  // Asked after reading: what was read was written while the caller could still see the trade.
  await getTrade(ctx, { id: tradeId })
  return { ...found, items: found.items.map((message) => ({ ...message, tradeId })) }
}
