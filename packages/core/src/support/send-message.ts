import type { TicketMessage, TicketStatus } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { showMessage } from '../conversations/kind.ts'
import { type PostedRow, sendMessage as send } from '../conversations/send-message.ts'
import { dbFunction } from '../db-function.ts'
import { rulesFor } from '../rules.ts'
import { grouped } from '../together.ts'
import { ticketNotFound, ticketRefused } from './refusals.ts'
import { ticketChat } from './ticket-chat.ts'
import type { AboutTicket } from './ticket-of.ts'
import { ticketPosts } from './ticket-posts.ts'
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

interface NewTicketMessage {
  readonly id: number
  readonly content: string
}

/**
 * Adds a message to a ticket; an answer by staff puts it in progress.
 * @throws NOT_FOUND; CONFLICT once it is resolved or closed
 */
export const sendMessage = grouped(sendAlone, sendTogether)

function sendAlone(
  ctx: Ctx,
  { id: ticket, content: body }: NewTicketMessage,
): Promise<TicketMessage> {
  const values = {
    ticket,
    body,
    ...rulesFor(ticketRules('write'), 'to'),
    session: signedIn(ctx).sessionId,
  }
  return send(ctx, ticketChat, postFunction, values, refused)
}

/** Most messages go with those of others; what is special about one is found out where it is alone. */
async function sendTogether(ctx: Ctx, message: NewTicketMessage): Promise<TicketMessage> {
  const { id: ticket, content: body } = message
  const posted = await ctx.posts.run(ticketPosts, 'all', { ctx, ticket, body })
  if (posted) return showMessage(ticketChat, posted)
  const caller = `user:${signedIn(ctx).userId}`
  return ctx.addresses.run(ctx.address, caller, () => sendAlone(ctx, message))
}

const refused = ({ outcome, role, status }: SentRow) =>
  outcome === 'unknown' ? ticketNotFound() : ticketRefused('write', role, status)
