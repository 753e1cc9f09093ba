// The closed lists of words in this domain's resources, as types; the SDK exports them.
export type { TradeStatus } from './trade.ts'
