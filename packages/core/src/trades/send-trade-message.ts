import { SoukError, type TradeMessage } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn, viewer } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { tradeStreams } from '../events/streams.ts'
import { isoTime } from '../iso-time.ts'
import { VISIBLE } from './visibility.ts'

interface SentRow {
  readonly sellerId: number
  readonly buyerId: number | null
  readonly message: TradeMessage
}

// The trade stays as it is until the message is stored: whoever takes it at the same moment comes
// either after the message, or before the look at who may write.
const sendStatement = statement<SentRow>(
  'trade-message-send',
  `with v as materialized (
     select * from (select id, status, seller_id as "sellerId", buyer_id as "buyerId" from trades) v
      where v.id = $3 and ${VISIBLE} for share)
   select v."sellerId", v."buyerId",
          post_message('trade:' || v.id, trade_streams(v.id, v."sellerId", v."buyerId"),
                       jsonb_build_object('tradeId', v.id), $1, $4, $5) as message
     from v`,
)

/**
 * Writes in a trade's chat.
 * @throws NOT_FOUND, also when the trade is no longer open and the caller is no side of it
 */
export async function sendTradeMessage(
  ctx: Ctx,
  input: { tradeId: number; message: string },
): Promise<TradeMessage> {
  signedIn(ctx)
  const { tradeId, message } = input
  const values = [...viewer(ctx), tradeId, message, ctx.clock()]
  const [sent] = await ctx.db.query(sendStatement, values)
  if (!sent) throw new SoukError('NOT_FOUND', 'Trade not found')
  wakeAfterCommit(ctx, tradeStreams({ ...sent, id: tradeId }))
  return { ...sent.message, createdAt: isoTime(sent.message.createdAt) }
}
