import { SoukError, type TradeMessage } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { type PostedRow, sendMessage } from '../conversations/send-message.ts'
import { dbFunction } from '../db-function.ts'
import { tradeChat } from './trade-chat.ts'

const postFunction = dbFunction(
  'post_trade_message',
  ['trade', 'body'],
  row<PostedRow<{ tradeId: number }>>(),
)

/**
 * Writes in a trade's chat.
 * @throws NOT_FOUND, also when the trade is no longer open and the caller is no side of it
 */
export function sendTradeMessage(
  ctx: Ctx,
  { tradeId: trade, message: body }: { tradeId: number; message: string },
): Promise<TradeMessage> {
  const values = { trade, body }
  const unknown = () => new SoukError('NOT_FOUND', 'Trade not found')
  return sendMessage(ctx, tradeChat, postFunction, values, unknown)
}
