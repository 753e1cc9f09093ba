// What the SDK exports of this domain: each name is a schema and the type of what it parses.

// The closed lists of words in them, as types:
export type { TradeStatus } from './trade.ts'
export { Trade, TradeEvent, TradeMessage, TradeMessageEvent } from './trade.ts'
