import type { Ticket, TicketMessage } from '@souk/contract'
import type { ConversationKind } from '../conversations/kind.ts'
import { findTicket } from './find-ticket.ts'
import { type AboutTicket, aboutTicket, ticketMessageOf } from './ticket-of.ts'

/**
 * What is written about a ticket: whoever asked and staff may read it. The members are whoever asked and
 * whoever looks after it.
 */
export const ticketChat: ConversationKind<AboutTicket, Ticket, TicketMessage> = {
  kind: 'ticket',
  mayRead: findTicket,
  about: aboutTicket,
  show: ticketMessageOf,
}
