import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { createTicket } from './create-ticket.ts'
import { getTicket } from './get-ticket.ts'
import { listTicketMessages } from './list-ticket-messages.ts'
import { listAllTickets, listTickets } from './list-tickets.ts'
import { readTicketMessages } from './read-ticket-messages.ts'
import { sendMessage } from './send-message.ts'
import { ticketEventOf } from './ticket-of.ts'
import { updateTicket } from './update-ticket.ts'
import { watchTickets } from './watch-tickets.ts'

/** Questions to staff (document 3): tickets, and messages about them. */
export const support = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    support: {
      list: listTickets,
      get: getTicket,
      create: createTicket,
      update: updateTicket,
      all: listAllTickets,
      messages: { list: listTicketMessages, send: sendMessage, markRead: readTicketMessages },
      watch: watchTickets,
    } satisfies Verbs<typeof contract.support>,
  },
  eventOf: ticketEventOf,
} satisfies Domain
