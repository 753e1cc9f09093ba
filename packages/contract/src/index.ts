import { auth } from './auth/routes.ts'
import { chat } from './chat/routes.ts'
import { market } from './market/routes.ts'
import { me } from './me/routes.ts'
import { notifications } from './notifications/routes.ts'
import { requests } from './requests/routes.ts'
import { rooms } from './rooms/routes.ts'
import { shop } from './shop/routes.ts'
import { staff } from './staff/routes.ts'
import { support } from './support/routes.ts'
import { trades } from './trades/routes.ts'
import { users } from './users/routes.ts'
import { wallet } from './wallet/routes.ts'
import { webhooks } from './webhooks/routes.ts'

/**
 * Everything Souk can be asked, declared once; all doors and the SDK are made from it. The OpenAPI
 * document goes through the domains in this order.
 */
export const contract = {
  auth,
  trades,
  market,
  shop,
  chat,
  rooms,
  requests,
  users,
  support,
  wallet,
  notifications,
  webhooks,
  staff,
  me,
}
export type Contract = typeof contract

export * from './coins.ts'
export * from './define.ts'
export * from './document-times.ts'
export * from './errors.ts'
export * from './fiat-decimals.ts'
export * from './fields.ts'
export * from './files.ts'
export * from './resources.ts'

// What only the server's own rooms use:

export { ATTACHMENT_TYPES } from './chat/attachment.ts'
export { REPORT_STATUSES } from './chat/report.ts'
export { AD_STATUSES, AD_TYPES, type AdSort } from './market/ad.ts'
export type { NewAd } from './market/new-ad.ts'
export { OFFER_STATUSES } from './market/offer.ts'
export type { NewOffer } from './market/offers.routes.ts'
export { NOTIFICATION_KINDS } from './notifications/notification.ts'
export { REQUEST_OFFER_STATUSES } from './requests/offer.ts'
export { REQUEST_STATUSES } from './requests/request.ts'
export {
  OFFER_RESPONSES,
  OFFER_STATUSES as ROOM_OFFER_STATUSES,
} from './rooms/offer-statuses.ts'
export { REACTIONS } from './rooms/reaction.ts'
export type { NewEscrow, Release, Resolution } from './shop/escrow.ts'
export type { SortOrder } from './shop/filters.ts'
export type { CartLine, NewOrder, OrderStep } from './shop/order.ts'
export type { NewProduct, ProductChange } from './shop/product.ts'
export type { ProductSort } from './shop/products.routes.ts'
export type { NewSeller, SellerChange } from './shop/seller.ts'
export type { SellerSort } from './shop/sellers.routes.ts'
export { ESCROW_STATUSES, ORDER_STATUSES } from './shop/statuses.ts'
export type { NewPayoutAddress } from './shop/wallet.ts'
export { type NewTicket, TICKET_PRIORITIES, TICKET_STATUSES } from './support/ticket.ts'
export { TRADE_STATUSES } from './trades/trade.ts'
export {
  COIN_NAMES,
  DEPOSIT_STATUSES,
  WALLET_EVENTS,
  WITHDRAWAL_STATUSES,
} from './wallet/wallet.ts'
export { TEST_EVENT, type ToldEvent, webhookEventName } from './webhooks/names.ts'
export { WEBHOOKS, type WebhookShown } from './webhooks/shown.ts'
export {
  DELIVERY_STATUSES,
  type NewSecret,
  type NewWebhook,
  type Since,
  type WebhookChange,
} from './webhooks/webhook.ts'
