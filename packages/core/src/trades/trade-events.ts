import type { TradeEvent, TradeMessageEvent } from '@souk/contract'
import { type MessageRow, showMessage } from '../conversations/kind.ts'
import type { LoggedEvent } from '../events/read-events.ts'
import { isoTime } from '../iso-time.ts'
import { type TradeRow, tradeMessageOf, tradeOf } from './trade-of.ts'
import { TRADE_EVENTS } from './transitions.ts'

const TYPES: ReadonlySet<string> = new Set(['trade.created', ...Object.values(TRADE_EVENTS)])

/** An entry of the log as the contract shows it; undefined when it is not of a trade. */
export function tradeEventOf({
  type,
  data,
  at,
}: LoggedEvent): TradeEvent | TradeMessageEvent | undefined {
  if (type === 'message.sent') {
    const message = showMessage({ show: tradeMessageOf }, data as MessageRow<{ tradeId: number }>)
    return { type, at: isoTime(at), message }
  }
  if (!TYPES.has(type)) return undefined
  return { type: type as TradeEvent['type'], at: isoTime(at), trade: tradeOf(data as TradeRow) }
}
