import type { Page, TicketMessage } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { ticketMessageOf } from './ticket-of.ts'

const messages = pagedList<TicketMessage, never>('ticket-messages', {}, () => ({
  branches: ['select id from messages where conversation = $conversation'],
  order: ['id'],
  show: `v.id, v."ticketId", v."userId", v.content, v."isStaff", v."createdAt", v."user"
    from page join ticket_message_view v on v.id = page.id`,
}))

/** What is written about a ticket, oldest first; nothing asks who wants to know. */
export function pageOfMessages(
  ctx: Ctx,
  ticketId: number,
  paging: Paging,
): Promise<Page<TicketMessage>> {
  const conversation = `ticket:${ticketId}`
  return readPage(ctx, messages, { conversation }, paging, ticketMessageOf)
}
