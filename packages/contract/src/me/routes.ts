import { z } from 'zod'
import { subscription } from '../define.ts'
import { lastEventId } from '../fields.ts'
import { MarketEvent } from '../market/events.ts'
import { TradeEvent, TradeMessageEvent } from '../trades/trade.ts'
import { WalletEvent } from '../wallet/wallet.ts'

/** Anything that concerns one user. */
export const UserEvent = z.discriminatedUnion('type', [
  TradeEvent,
  TradeMessageEvent,
  ...MarketEvent.options,
  ...WalletEvent.options,
])
export type UserEvent = z.output<typeof UserEvent>

/** What concerns the caller, across all domains. */
export const me = {
  events: subscription({
    access: 'user',
    summary: 'Watch everything that concerns the caller',
    input: z.object({ lastEventId: lastEventId() }),
    output: UserEvent,
  }),
}
