import type {
  ListedTicket,
  Ticket,
  TicketEvent,
  TicketMessage,
  TicketMessageEvent,
} from '@souk/contract'
import type { LoggedEvent } from '../events/read-events.ts'
import { isoTime, isoTimeOrNull } from '../iso-time.ts'

/** A row of `ticket_view`, from a plain select or as JSON out of a database function. */
export function ticketOf(row: Ticket): Ticket {
  return {
    ...row,
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
    resolvedAt: isoTimeOrNull(row.resolvedAt),
  }
}

/** The same with its latest message. */
export function listedTicketOf(row: ListedTicket): ListedTicket {
  return { ...ticketOf(row), messages: row.messages.map(ticketMessageOf) }
}

/** A row of `ticket_message_view`. */
export function ticketMessageOf(row: TicketMessage): TicketMessage {
  return { ...row, createdAt: isoTime(row.createdAt) }
}

/** A message of a ticket as the conversations have recorded it. */
export interface PostedMessage {
  readonly id: number
  readonly ticketId: number
  readonly senderId: number
  readonly senderUsername: string
  readonly avatar: string | null
  readonly isStaff: boolean
  /** The session that it came from; null for an account's token. */
  readonly session?: string | null | undefined
  readonly message: string
  readonly createdAt: string
}

export function postedMessageOf(posted: PostedMessage): TicketMessage {
  const { id, ticketId, senderId, senderUsername, avatar, isStaff, message, createdAt } = posted
  return {
    id,
    ticketId,
    userId: senderId,
    content: message,
    isStaff,
    createdAt: isoTime(createdAt),
    user: { username: senderUsername, avatar },
  }
}

/** An entry of the log as the contract shows it; undefined when it is not of a ticket. */
export function ticketEventOf({
  type,
  data,
  at,
}: LoggedEvent): TicketEvent | TicketMessageEvent | undefined {
  if (type === 'ticket.message') {
    return { type, at: isoTime(at), message: postedMessageOf(data as PostedMessage) }
  }
  if (type !== 'ticket.opened' && type !== 'ticket.changed') return undefined
  return { type, at: isoTime(at), ticket: ticketOf(data as Ticket) }
}

/** Who wrote a message, and in which session: what they wrote there they have already. */
export function ticketWriterOf({ data }: LoggedEvent): { userId: number; session: string | null } {
  const { senderId: userId, session = null } = data as PostedMessage
  return { userId, session }
}
