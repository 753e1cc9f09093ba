import type { TicketPage } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { listFromTheFirst } from '../conversations/list-messages.ts'
import { findTicket } from './find-ticket.ts'
import { ticketChat } from './ticket-chat.ts'

/** One ticket with its messages, oldest first. @throws NOT_FOUND */
export async function getTicket(ctx: Ctx, { id }: { id: number }): Promise<TicketPage> {
  const page = { page: 1, perPage: 100 }
  const { items, nextCursor } = await listFromTheFirst(ctx, ticketChat, id, page)
  return { ...(await findTicket(ctx, id)), messages: items, moreMessages: nextCursor }
}
