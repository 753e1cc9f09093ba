import type { Ticket } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn, viewer } from '../context.ts'
import { ticketNotFound } from './refusals.ts'
import { ticketOf } from './ticket-of.ts'

const selectTicket = statement<Ticket>(
  'ticket-get',
  `select v.* from ticket_view v where v.id = $3 and (v."userId" = $1 or $2)`,
)

/** @throws NOT_FOUND, also for a ticket that is none of the caller's business */
export async function findTicket(ctx: Ctx, id: number): Promise<Ticket> {
  signedIn(ctx)
  const [row] = await ctx.db.query(selectTicket, [...viewer(ctx), id])
  if (!row) throw ticketNotFound()
  return ticketOf(row)
}
