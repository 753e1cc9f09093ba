import type { Page, TicketMessage } from '@souk/contract'
import type { Ctx } from '../context.ts'
import type { Paging } from '../pages.ts'
import { findTicket } from './get-ticket.ts'
import { pageOfMessages } from './list-messages.ts'

/** The messages of a ticket, oldest first. @throws NOT_FOUND */
export async function listTicketMessages(
  ctx: Ctx,
  { id, ...paging }: Paging & { id: number },
): Promise<Page<TicketMessage>> {
  await findTicket(ctx, id)
  return pageOfMessages(ctx, id, paging)
}
