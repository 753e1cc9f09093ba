import type { ReadMark } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { readMark } from '../conversations/mark-read.ts'
import { ticketChat } from './ticket-chat.ts'

/** Says up to which message the caller has read what is written about a ticket. @throws NOT_FOUND */
export function readTicketMessages(
  ctx: Ctx,
  { id, upTo }: { id: number; upTo?: number | undefined },
): Promise<ReadMark> {
  return readMark(ctx, ticketChat, id, upTo)
}
