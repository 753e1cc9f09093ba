import type { z } from 'zod'
import type { Dialect } from '../define.ts'
import { AdInWebhooks } from '../market/ad.ts'
import { OfferInDocument2, OfferMessage } from '../market/offer.ts'
import { Notification } from '../notifications/notification.ts'
import { Escrow } from '../shop/escrow.ts'
import { OrderInDocument3 } from '../shop/order.ts'
import { Ticket, TicketMessage } from '../support/ticket.ts'
import { TradeInDocument1, TradeMessageInDocument1 } from '../trades/trade.ts'
import { Deposit, WalletTransfer, Withdrawal } from '../wallet/wallet.ts'
import { TEST_EVENT, type ToldEvent } from './names.ts'
import { Webhook } from './webhook.ts'

/** How an endpoint is told of something. */
export interface WebhookShown {
  readonly summary: string
  /** The field of the SDK's event that holds what it is about. */
  readonly about: string
  /** As REST shows that, in its own document's words. */
  readonly dialect: Dialect
  readonly view: z.ZodType
}

const about =
  (field: string, dialect: Dialect, view: z.ZodType) =>
  (summary: string): WebhookShown => ({ summary, about: field, dialect, view })

const order = about('order', 'data', OrderInDocument3)
const escrow = about('escrow', 'data', Escrow)
const ticket = about('ticket', 'data', Ticket)
const trade = about('trade', 'plain', TradeInDocument1)
const ad = about('ad', 'entity', AdInWebhooks)
const offer = about('offer', 'entity', OfferInDocument2)
const transfer = about('transfer', 'entity', WalletTransfer)
const deposit = about('deposit', 'entity', Deposit)
const withdrawal = about('withdrawal', 'entity', Withdrawal)

/** Every event that an endpoint can be told, with its `data`. */
export const WEBHOOKS: Readonly<Record<ToldEvent, WebhookShown>> = {
  'order.created': order('There is a new order.'),
  'order.updated': order('An order has gone a step.'),
  'escrow.created': escrow('The buyer has opened the escrow of an order.'),
  'escrow.updated': escrow('An escrow has gone a step.'),
  'escrow.released': escrow('What an escrow held is the seller’s.'),
  'escrow.disputed': escrow('An escrow is disputed: staff will decide.'),
  'escrow.resolved': escrow('Staff have decided about an escrow.'),
  'support.ticket_created': ticket('Staff have been asked something.'),
  'support.ticket_updated': ticket('A ticket has changed.'),
  'support.message_created': about(
    'message',
    'data',
    TicketMessage,
  )('Something was written about a ticket.'),
  'trade.created': trade('The user offers a trade.'),
  'trade.taken': trade('A trade has a buyer.'),
  'trade.released': trade('What a trade held is the buyer’s.'),
  'trade.cancelled': trade('A trade is cancelled.'),
  'trade.disputed': trade('A trade is disputed: staff will decide.'),
  'trade.resolved': trade('Staff have decided about a trade.'),
  'message.sent': about(
    'message',
    'plain',
    TradeMessageInDocument1,
  )('Something was written in the chat of a trade.'),
  'ad.created': ad('The user has an ad.'),
  'ad.closed': ad('An ad is closed.'),
  'ad.expired': ad('The time of an ad is over.'),
  'ad.completed': ad('Nothing is left of an ad.'),
  'offer.created': offer('There is an offer on an ad.'),
  'offer.paid': offer('The buyer says that they have paid for an offer.'),
  'offer.cancelled': offer('An offer is cancelled.'),
  'offer.expired': offer('An offer was not paid in time.'),
  'offer.released': offer('What an offer held is the buyer’s.'),
  'offer.disputed': offer('An offer is disputed.'),
  'offer.statement': offer('There is a statement or a file about a disputed offer.'),
  'offer.escalated': offer('The other side has not answered a dispute: staff will decide.'),
  'offer.resolved': offer('Staff have decided about an offer.'),
  'offer.message': about(
    'message',
    'entity',
    OfferMessage,
  )('Something was written in the chat of an offer.'),
  'wallet.transferred': transfer('Money went from one of the user’s wallets to the other.'),
  'deposit.announced': deposit('Coins are to come in.'),
  'deposit.credited': deposit('Coins have come in.'),
  'deposit.rejected': deposit('Staff have rejected a deposit.'),
  'withdrawal.requested': withdrawal('Coins are to go out.'),
  'withdrawal.approved': withdrawal('Staff have approved a withdrawal.'),
  'withdrawal.rejected': withdrawal('Staff have rejected a withdrawal.'),
  'withdrawal.cancelled': withdrawal('The user has cancelled a withdrawal.'),
  'withdrawal.paid': withdrawal('Coins have gone out.'),
  'notification.created': about(
    'notification',
    'data',
    Notification,
  )('The user has a new notification.'),
  [TEST_EVENT]: about('webhook', 'data', Webhook)('The user wanted to see whether this works.'),
}
