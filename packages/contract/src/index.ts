import { auth } from './auth/routes.ts'
import { me } from './me/routes.ts'
import { trades } from './trades/routes.ts'

/** Everything Souk can be asked, declared once; all doors and the SDK are made from it. */
export const contract = { auth, me, trades }
export type Contract = typeof contract

export { Account, Login } from './auth/account.ts'
export * from './coins.ts'
export * from './define.ts'
export * from './document-times.ts'
export * from './errors.ts'
export * from './fields.ts'
export { UserEvent } from './me/routes.ts'
export {
  TRADE_STATUSES,
  Trade,
  TradeEvent,
  TradeMessage,
  TradeMessageEvent,
  type TradeStatus,
} from './trades/trade.ts'
