import type { TradeEvent, TradeMessage, TradeMessageEvent } from '@souk/contract'
import type { LoggedEvent } from '../events/read-events.ts'
import { isoTime } from '../iso-time.ts'
import { type TradeRow, tradeOf } from './trade-of.ts'

/** An entry of a trade's stream as the contract shows it. */
export function tradeEventOf({ type, data, at }: LoggedEvent): TradeEvent | TradeMessageEvent {
  if (type === 'message.sent') {
    const message = data as TradeMessage
    return { type, at: isoTime(at), message: { ...message, createdAt: isoTime(message.createdAt) } }
  }
  return { type: type as TradeEvent['type'], at: isoTime(at), trade: tradeOf(data as TradeRow) }
}
