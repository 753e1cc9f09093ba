import { SoukError, type TradeMessage } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { showMessage } from '../conversations/kind.ts'
import { type PostedRow, sendMessage } from '../conversations/send-message.ts'
import { dbFunction } from '../db-function.ts'
import { grouped } from '../together.ts'
import { tradeChat } from './trade-chat.ts'
import { tradePosts } from './trade-posts.ts'

const postFunction = dbFunction(
  'post_trade_message',
  ['trade', 'body'],
  row<PostedRow<{ tradeId: number }>>(),
)

interface NewTradeMessage {
  readonly tradeId: number
  readonly message: string
}

/**
 * Writes in a trade's chat.
 * @throws NOT_FOUND, also when the trade is no longer open and the caller is no side of it
 */
export const sendTradeMessage = grouped(sendAlone, sendTogether)

function sendAlone(
  ctx: Ctx,
  { tradeId: trade, message: body }: NewTradeMessage,
): Promise<TradeMessage> {
  const values = { trade, body }
  const unknown = () => new SoukError('NOT_FOUND', 'Trade not found')
  return sendMessage(ctx, tradeChat, postFunction, values, unknown)
}

/** A crowd in one chat waits for few commits. It has turns all the same, for each chat has a connection. */
function sendTogether(ctx: Ctx, message: NewTradeMessage): Promise<TradeMessage> {
  const { tradeId: trade, message: body } = message
  const caller = `user:${signedIn(ctx).userId}`
  return ctx.addresses.run(ctx.address, caller, async () => {
    const posted = await ctx.posts.run(tradePosts, `${trade}`, { ctx, trade, body })
    return posted ? showMessage(tradeChat, posted) : sendAlone(ctx, message)
  })
}
