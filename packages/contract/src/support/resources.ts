// What the SDK exports of this domain: each name is a schema and the type of what it parses.

// The closed lists of words in them, as types:
export type { TicketPriority, TicketStatus } from './ticket.ts'
export {
  ListedTicket,
  SupportEvent,
  Ticket,
  TicketEvent,
  TicketMessage,
  TicketMessageEvent,
  TicketPage,
} from './ticket.ts'
