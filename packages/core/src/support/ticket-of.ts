import type {
  ListedTicket,
  Ticket,
  TicketEvent,
  TicketMessage,
  TicketMessageEvent,
} from '@souk/contract'
import { type MessageRow, type StoredMessage, showMessage } from '../conversations/kind.ts'
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

export type ListedTicketRow = Ticket & { readonly messages: readonly MessageRow[] }

/** The same with its latest message. */
export function listedTicketOf(row: ListedTicketRow): ListedTicket {
  const messages = row.messages.map((message) =>
    shown({ ...message, ...aboutTicket(row.id, row, message) }),
  )
  return { ...ticketOf(row), messages }
}

const shown = (row: MessageRow<AboutTicket>) => showMessage({ show: ticketMessageOf }, row)

/** What messages say of the ticket that they are about. */
export interface AboutTicket {
  readonly ticketId: number
  readonly isStaff: boolean
  /** The session that it came from; null for an account's token. */
  readonly session?: string | null | undefined
}

export function ticketMessageOf(stored: StoredMessage & AboutTicket): TicketMessage {
  const { id, ticketId, senderId, senderUsername, avatar, isStaff, message, createdAt } = stored
  return {
    id,
    ticketId,
    userId: senderId,
    content: message,
    isStaff,
    createdAt,
    user: { username: senderUsername, avatar },
  }
}

/** Nobody else writes there than whoever asked and staff. */
export function aboutTicket(
  ticketId: number,
  { userId }: Pick<Ticket, 'userId'>,
  { senderId }: { readonly senderId: number },
): AboutTicket {
  return { ticketId, isStaff: senderId !== userId }
}

/** An entry of the log as the contract shows it; undefined when it is not of a ticket. */
export function ticketEventOf({
  type,
  data,
  at,
}: LoggedEvent): TicketEvent | TicketMessageEvent | undefined {
  if (type === 'ticket.message') {
    return { type, at: isoTime(at), message: shown(data as MessageRow<AboutTicket>) }
  }
  if (type !== 'ticket.opened' && type !== 'ticket.changed') return undefined
  return { type, at: isoTime(at), ticket: ticketOf(data as Ticket) }
}

/** Who wrote a message, and in which session: what they wrote there they have already. */
export function ticketWriterOf({ data }: LoggedEvent): { userId: number; session: string | null } {
  const { senderId: userId, session = null } = data as MessageRow<AboutTicket>
  return { userId, session }
}
