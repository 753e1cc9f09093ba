import { auth } from './auth/routes.ts'
import { market } from './market/routes.ts'
import { me } from './me/routes.ts'
import { staff } from './staff/routes.ts'
import { trades } from './trades/routes.ts'
import { wallet } from './wallet/routes.ts'

/** Everything Souk can be asked, declared once; all doors and the SDK are made from it. */
export const contract = { auth, market, me, staff, trades, wallet }
export type Contract = typeof contract

export { Account, Login } from './auth/account.ts'
export { Profile, ProfileInDocument2, Ratings } from './auth/profile.ts'
export * from './coins.ts'
export * from './define.ts'
export * from './document-times.ts'
export * from './errors.ts'
export * from './fields.ts'
export {
  AD_STATUSES,
  AD_TYPES,
  Ad,
  AdEvent,
  type AdSort,
  type AdStatus,
  type AdType,
  type PriceType,
} from './market/ad.ts'
export {
  DISPUTE_STATUSES,
  Dispute,
  DisputeEntry,
  DisputeFile,
  type DisputeStatus,
} from './market/dispute.ts'
export { MarketEvent } from './market/events.ts'
export type { NewAd } from './market/new-ad.ts'
export {
  OFFER_STATUSES,
  Offer,
  OfferEvent,
  OfferMessage,
  OfferMessageEvent,
  type OfferStatus,
  Rating,
} from './market/offer.ts'
export type { NewOffer } from './market/offers.routes.ts'
export { UserEvent } from './me/routes.ts'
export { AuditEntry } from './staff/audit.ts'
export { CoinSwitch } from './staff/coins.routes.ts'
export { Limit } from './staff/limit.ts'
export { DepositForStaff, Transaction, WithdrawalForStaff } from './staff/money.ts'
export { UserBrief, UserForStaff, UserSettings } from './staff/user.ts'
export {
  TRADE_STATUSES,
  Trade,
  TradeEvent,
  TradeMessage,
  TradeMessageEvent,
  type TradeStatus,
} from './trades/trade.ts'
export {
  COIN_NAMES,
  DEPOSIT_STATUSES,
  Deposit,
  type DepositStatus,
  WALLET_EVENTS,
  WalletBalance,
  WalletEvent,
  WalletTransfer,
  WITHDRAWAL_STATUSES,
  Withdrawal,
  type WithdrawalStatus,
} from './wallet/wallet.ts'
