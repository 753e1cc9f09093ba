import type { TicketMessage } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { listFromTheFirst, type PageOfMessages } from '../conversations/list-messages.ts'
import type { Paging } from '../pages.ts'
import { ticketChat } from './ticket-chat.ts'

/** The messages of a ticket, oldest first. @throws NOT_FOUND */
export function listTicketMessages(
  ctx: Ctx,
  { id, ...paging }: Paging & { id: number },
): Promise<PageOfMessages<TicketMessage>> {
  return listFromTheFirst(ctx, ticketChat, id, paging)
}
