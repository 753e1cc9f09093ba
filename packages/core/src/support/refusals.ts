import { SoukError, type TicketStatus } from '@souk/contract'
import { type TicketAction, type TicketRole, ticketRefusalOf } from './transitions.ts'

export const ticketNotFound = () => new SoukError('NOT_FOUND', 'Ticket not found')

/** Why an action that no rule allowed was refused. */
export function ticketRefused(
  action: TicketAction,
  role: TicketRole,
  status: TicketStatus,
): SoukError {
  switch (ticketRefusalOf(action, role)) {
    case 'hidden':
      return ticketNotFound()
    case 'not_yours':
      return new SoukError('FORBIDDEN', 'Only staff may change that of a ticket')
    case 'too_late':
      return action === 'write'
        ? new SoukError('CONFLICT', 'Cannot add messages to a closed or resolved ticket')
        : new SoukError('CONFLICT', `Cannot ${action} a ticket that is ${status}`)
  }
}
