import type { Trade, TradeMessage } from '@souk/contract'
import type { ConversationKind } from '../conversations/kind.ts'
import { getTrade } from './get-trade.ts'
import { tradeMessageOf } from './trade-of.ts'

/** The chat of a trade: whoever may see the trade may read it. Its sides are the members. */
export const tradeChat: ConversationKind<{ tradeId: number }, Trade, TradeMessage> = {
  kind: 'trade',
  mayRead: (ctx, id) => getTrade(ctx, { id }),
  about: (tradeId) => ({ tradeId }),
  show: tradeMessageOf,
}
