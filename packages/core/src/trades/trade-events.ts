import type { TradeEvent, TradeMessage, TradeMessageEvent } from '@souk/contract'
import type { LoggedEvent } from '../events/read-events.ts'
import { type TradeRow, tradeOf } from './trade-of.ts'

const iso = (moment: string) => new Date(moment).toISOString()

/** An entry of a trade's stream as the contract shows it. */
export function tradeEventOf({ type, data, at }: LoggedEvent): TradeEvent | TradeMessageEvent {
  if (type === 'message.sent') {
    const message = data as TradeMessage
    return { type, at: iso(at), message: { ...message, createdAt: iso(message.createdAt) } }
  }
  return { type: type as TradeEvent['type'], at: iso(at), trade: tradeOf(data as TradeRow) }
}
