import { type Notification, secondTime, type TicketMessage } from '@souk/contract'
import {
  type LoggedEvent,
  notificationEventOf,
  shopEventOf,
  staffTickets,
  ticketEventOf,
  ticketWriterOf,
} from '@souk/core'
import type { HearerKnown, SaidOf } from '../hearing.ts'
import type { EVENTS } from './events.ts'

type Said = SaidOf<typeof EVENTS>

/** What document 3 says of an entry of the log, in its fields and no others. */
export function said(logged: LoggedEvent): Said | undefined {
  const shopEvent = shopEventOf(logged)
  if (shopEvent) return 'order' in shopEvent ? orderUpdated(shopEvent) : escrowUpdated(shopEvent)
  const notified = notificationEventOf(logged)
  if (notified) return { event: 'notification', data: notification(notified.notification) }
  const ticket = ticketEventOf(logged)
  if (ticket?.type !== 'ticket.message') return undefined
  return { event: 'support:new_message', data: newMessage(ticket.message), isFor: hears(logged) }
}

type ShopEvent = NonNullable<ReturnType<typeof shopEventOf>>

function orderUpdated({ order, text }: Extract<ShopEvent, { order: object }>): Said {
  const { id, status } = order
  return { event: 'order:updated', data: { orderId: `order_${id}`, status, message: text } }
}

function escrowUpdated({ escrow, text }: Extract<ShopEvent, { escrow: object }>): Said {
  const { id, status } = escrow
  return { event: 'escrow:updated', data: { escrowId: `escrow_${id}`, status, message: text } }
}

function notification({
  id,
  type,
  title,
  message,
  data,
  createdAt,
}: Notification): Extract<Said, { event: 'notification' }>['data'] {
  return { id: `notif_${id}`, type, title, message, data, createdAt: secondTime(createdAt) }
}

function newMessage({ id, ticketId, content, isStaff, user, createdAt }: TicketMessage) {
  const { username, avatar } = user
  return {
    ticketId: `ticket_${ticketId}`,
    message: {
      id: `msg_${id}`,
      content,
      isStaff,
      user: { username, avatar },
      createdAt: secondTime(createdAt),
    },
  }
}

/**
 * Staff hear of all tickets, their own too, in one stream, and need not hear again. Whoever wrote has the
 * message from where they wrote it: their session is not told. Those who show an account's token cannot be
 * told apart, and all are.
 */
function hears(logged: LoggedEvent): (hearer: HearerKnown) => boolean {
  const writer = ticketWriterOf(logged)
  const isForStaff = logged.stream === staffTickets
  return ({ user: { kind, userId, sessionId } }) =>
    (kind === 'staff') === isForStaff &&
    (userId !== writer.userId || sessionId === null || sessionId !== writer.session)
}
