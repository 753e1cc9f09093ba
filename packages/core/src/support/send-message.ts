import type { TicketMessage, TicketStatus } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { rulesFor } from '../rules.ts'
import { ticketNotFound, ticketRefused } from './refusals.ts'
import { type PostedMessage, postedMessageOf } from './ticket-of.ts'
import { type TicketRole, ticketRules } from './transitions.ts'

type SentRow =
  | { outcome: 'done'; message: PostedMessage }
  | { outcome: 'unknown' }
  | { outcome: 'refused'; status: TicketStatus; role: TicketRole }

const postFunction = dbFunction(
  'post_ticket_message',
  ['ticket', 'body', 'when', 'to', 'session'],
  row<SentRow>(),
)

/**
 * Adds a message to a ticket; an answer by staff puts it in progress.
 * @throws NOT_FOUND; CONFLICT once it is resolved or closed
 */
export async function sendMessage(
  ctx: Ctx,
  { id: ticket, content: body }: { id: number; content: string },
): Promise<TicketMessage> {
  const sent = await call(ctx, postFunction, {
    ticket,
    body,
    ...rulesFor(ticketRules('write'), 'to'),
    session: signedIn(ctx).sessionId,
  })
  if (sent.outcome === 'done') return postedMessageOf(sent.message)
  if (sent.outcome === 'unknown') throw ticketNotFound()
  throw ticketRefused('write', sent.role, sent.status)
}
