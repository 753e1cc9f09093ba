import { fieldRefused, type Ticket, type TicketPriority, type TicketStatus } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { rulesFor } from '../rules.ts'
import { ticketNotFound, ticketRefused } from './refusals.ts'
import { ticketOf } from './ticket-of.ts'
import { ACTION_FOR, type TicketRole, ticketRules } from './transitions.ts'

interface TicketChange {
  readonly id: number
  readonly status?: TicketStatus | undefined
  readonly priority?: TicketPriority | undefined
  readonly assigneeId?: number | null | undefined
}

type ChangedRow =
  | { outcome: 'done'; ticket: Ticket }
  | { outcome: 'unknown' | 'no_staff' }
  | { outcome: 'refused'; status: TicketStatus; role: TicketRole }

const changeFunction = dbFunction(
  'change_ticket',
  ['ticket', 'status', 'priority', 'assigns', 'assignee', 'when', 'to', 'edits'],
  row<ChangedRow>(),
)

/**
 * Changes what is given of a ticket. Staff may; whoever asked may close it.
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT; VALIDATION_FAILED where nobody of staff is to look after it
 */
export async function updateTicket(ctx: Ctx, input: TicketChange): Promise<Ticket> {
  const { id, status = null, priority = null, assigneeId } = input
  const changed = await call(ctx, changeFunction, {
    ticket: id,
    status,
    priority,
    assigns: assigneeId !== undefined,
    assignee: assigneeId ?? null,
    ...rulesFor(status ? ticketRules(ACTION_FOR[status]) : [], 'to'),
    edits: rulesFor(ticketRules('edit')).when,
  })
  switch (changed.outcome) {
    case 'done':
      return ticketOf(changed.ticket)
    case 'unknown':
      throw ticketNotFound()
    case 'no_staff':
      throw fieldRefused('assigneeId', 'must be another member of staff')
    case 'refused':
      throw refused(input, changed.role, changed.status)
  }
}

/** What staff alone may change is the first reason to refuse somebody else. */
function refused({ status, ...others }: TicketChange, role: TicketRole, is: TicketStatus) {
  const isEdit = others.priority !== undefined || others.assigneeId !== undefined
  const action = status && (role === 'staff' || !isEdit) ? ACTION_FOR[status] : 'edit'
  return ticketRefused(action, role, is)
}
