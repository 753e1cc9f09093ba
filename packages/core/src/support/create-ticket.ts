import type { NewTicket, Ticket } from '@souk/contract'
import { row } from '@souk/database'
import { categoryLeads } from '../category-leads.ts'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { ticketOf } from './ticket-of.ts'

const openFunction = dbFunction(
  'open_ticket',
  ['subject', 'content', 'priority', 'category', 'leads', 'session'],
  row<{ ticket: Ticket }>(),
)

/** Asks staff something; the question is also the first message. */
export async function createTicket(ctx: Ctx, input: NewTicket): Promise<Ticket> {
  const leads = categoryLeads(input.category)
  const { ticket } = await call(ctx, openFunction, {
    ...input,
    leads,
    session: signedIn(ctx).sessionId,
  })
  return ticketOf(ticket)
}
