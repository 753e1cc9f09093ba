import type { TicketMessage, TicketStatus } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { type PostedRow, sendMessage as send } from '../conversations/send-message.ts'
import { dbFunction } from '../db-function.ts'
import { rulesFor } from '../rules.ts'
import { ticketNotFound, ticketRefused } from './refusals.ts'
import { ticketChat } from './ticket-chat.ts'
import type { AboutTicket } from './ticket-of.ts'
import { type TicketRole, ticketRules } from './transitions.ts'

interface SentRow extends PostedRow<AboutTicket> {
  readonly outcome: 'done' | 'unknown' | 'refused'
  readonly status: TicketStatus
  readonly role: TicketRole
}

const postFunction = dbFunction(
  'post_ticket_message',
  ['ticket', 'body', 'when', 'to', 'session'],
  row<SentRow>(),
)

/**
 * Adds a message to a ticket; an answer by staff puts it in progress.
 * @throws NOT_FOUND; CONFLICT once it is resolved or closed
 */
export function sendMessage(
  ctx: Ctx,
  { id: ticket, content: body }: { id: number; content: string },
): Promise<TicketMessage> {
  const values = {
    ticket,
    body,
    ...rulesFor(ticketRules('write'), 'to'),
    session: signedIn(ctx).sessionId,
  }
  return send(ctx, ticketChat, postFunction, values, refused)
}

const refused = ({ outcome, role, status }: SentRow) =>
  outcome === 'unknown' ? ticketNotFound() : ticketRefused('write', role, status)
