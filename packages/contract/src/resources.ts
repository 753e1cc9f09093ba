import { z } from 'zod'
import { MarketEvent } from './market/resources.ts'
import { NotificationEvent } from './notifications/resources.ts'
import { EscrowEvent, OrderEvent } from './shop/resources.ts'
import { SupportEvent } from './support/resources.ts'
import { TradeEvent, TradeMessageEvent } from './trades/resources.ts'
import { WalletEvent } from './wallet/resources.ts'
import { WebhookSwitchedOffEvent } from './webhooks/resources.ts'

export * from './auth/resources.ts'
export * from './chat/resources.ts'
export * from './market/resources.ts'
export * from './notifications/resources.ts'
// What the SDK and its `schemas` export, by domain: no name is written again outside of these.
export { ReadMark } from './read-mark.ts'
export * from './requests/resources.ts'
export * from './rooms/resources.ts'
export * from './shop/resources.ts'
export * from './staff/resources.ts'
export * from './support/resources.ts'
export * from './trades/resources.ts'
export * from './users/resources.ts'
export * from './wallet/resources.ts'
export * from './webhooks/resources.ts'

/** Anything that concerns one user, from every domain that has such events. */
export const UserEvent = z.discriminatedUnion('type', [
  TradeEvent,
  TradeMessageEvent,
  ...MarketEvent.options,
  ...WalletEvent.options,
  OrderEvent,
  EscrowEvent,
  ...SupportEvent.options,
  NotificationEvent,
  WebhookSwitchedOffEvent,
])
export type UserEvent = z.output<typeof UserEvent>
