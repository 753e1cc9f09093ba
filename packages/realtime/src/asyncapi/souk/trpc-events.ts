import { contract, type Procedure } from '@souk/contract'
import type { z } from 'zod'

/** What the OpenAPI document shows as a procedure's answer. */
export type ShownOf = <P extends Procedure>(procedure: P) => z.output<P['output']>

const at = '2026-03-14T09:26:53.123Z'
const { trades, market, shop, chat, support, notifications, rooms } = contract

const tradeTaken = (of: ShownOf) => ({ type: 'trade.taken', at, trade: of(trades.get) })
const offerMessage = (of: ShownOf) => ({
  type: 'offer.message',
  at,
  message: of(market.offers.chat.send),
})

/** An example of what each subscription tells, made of what the OpenAPI document shows. */
export const EVENTS: Readonly<Record<string, (of: ShownOf) => unknown>> = {
  'trades.watch': tradeTaken,
  'trades.chat.watch': (of) => ({ type: 'message.sent', at, message: of(trades.chat.send) }),
  'market.offers.chat.watch': offerMessage,
  'market.events': (of) => ({
    type: 'offer.paid',
    at,
    by: 'Idris Bello',
    byId: 57,
    offer: of(market.offers.pay),
  }),
  'shop.orders.watch': (of) => ({
    type: 'order.updated',
    at,
    byId: 57,
    text: 'The order has been paid, and its escrow holds the money',
    order: { id: of(shop.orders.update).id, status: 'PAID' },
  }),
  'shop.escrow.watch': (of) => ({
    type: 'escrow.updated',
    at,
    byId: 57,
    text: 'The escrow holds the money of the order',
    escrow: { id: 220, orderId: of(shop.orders.update).id, status: 'FUNDED' },
  }),
  'chat.watch': (of) => ({ type: 'direct.message', at, message: of(chat.send) }),
  'chat.watchTyping': () => ({
    type: 'direct.typing',
    at,
    threadId: 44,
    userId: 57,
    userUuid: 'c0a7e6f4-3a0d-4a8e-8f0c-5d2b9b7a1e22',
  }),
  'rooms.watch': (of) => ({ type: 'room.message', at, message: of(rooms.send) }),
  'rooms.watchTyping': () => ({
    type: 'room.typing',
    at,
    roomId: 8,
    userId: 57,
    username: 'idris',
    action: 'start',
  }),
  'support.watch': (of) => ({ type: 'ticket.message', at, message: of(support.messages.send) }),
  'notifications.watch': (of) => ({
    type: 'notification.created',
    at,
    notification: of(notifications.list).items[0],
  }),
  'me.events': tradeTaken,
}
