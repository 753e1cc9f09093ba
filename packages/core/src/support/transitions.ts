import { TICKET_STATUSES, type TicketStatus } from '@souk/contract'
import { rules, rulesOf } from '../rules.ts'

/** What somebody may be to a ticket. A member of staff who has asked is only that. */
export const TICKET_ROLES = ['owner', 'staff', 'other'] as const
export type TicketRole = (typeof TICKET_ROLES)[number]

/** To write a message; to want it to be in one of its states; and to change what else there is to it. */
export const TICKET_ACTIONS = ['write', 'reopen', 'start', 'resolve', 'close', 'edit'] as const
export type TicketAction = (typeof TICKET_ACTIONS)[number]

export interface TicketTransition {
  readonly action: TicketAction
  readonly from: TicketStatus
  readonly by: TicketRole
  readonly to: TicketStatus
}

/** What is wanted of a ticket by whoever wants it in a state. */
export const ACTION_FOR = {
  OPEN: 'reopen',
  IN_PROGRESS: 'start',
  RESOLVED: 'resolve',
  CLOSED: 'close',
} as const satisfies Record<TicketStatus, TicketAction>

const OPEN = ['OPEN', 'IN_PROGRESS'] as const
const NOT_CLOSED = [...OPEN, 'RESOLVED'] as const

/**
 * All that can ever happen to a ticket. Whoever wants it as it is already, has it so: a page may send
 * all that it shows.
 */
export const TICKET_TRANSITIONS: readonly TicketTransition[] = [
  ...rules('write', ['owner'], ['OPEN'], { to: 'OPEN' }),
  ...rules('write', ['owner'], ['IN_PROGRESS'], { to: 'IN_PROGRESS' }),
  ...rules('write', ['staff'], OPEN, { to: 'IN_PROGRESS' }),
  ...rules('reopen', ['staff'], TICKET_STATUSES, { to: 'OPEN' }),
  ...rules('start', ['staff'], NOT_CLOSED, { to: 'IN_PROGRESS' }),
  ...rules('resolve', ['staff'], NOT_CLOSED, { to: 'RESOLVED' }),
  ...rules('close', ['owner', 'staff'], TICKET_STATUSES, { to: 'CLOSED' }),
  ...TICKET_STATUSES.flatMap((status) => rules('edit', ['staff'], [status], { to: status })),
]

export const ticketRules = rulesOf(TICKET_TRANSITIONS)

/** Why an action was refused: never this role's to take, not as the ticket stands, or not to be known of. */
export type TicketRefusal = 'not_yours' | 'too_late' | 'hidden'

/** The refusal for an action that no rule allows by this role as the ticket stands. */
export function ticketRefusalOf(action: TicketAction, role: TicketRole): TicketRefusal {
  if (role === 'other') return 'hidden'
  return ticketRules(action).some(({ by }) => by === role) ? 'too_late' : 'not_yours'
}
