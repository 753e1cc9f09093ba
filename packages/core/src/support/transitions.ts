import { TICKET_STATUSES, type TicketStatus } from '@souk/contract'

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

const staffMove = (to: TicketStatus): TicketTransition[] =>
  TICKET_STATUSES.map((from) => ({ action: ACTION_FOR[to], from, by: 'staff', to }))

/**
 * All that can ever happen to a ticket. Whoever wants it as it is already, has it so: a page may send
 * all that it shows.
 */
export const TICKET_TRANSITIONS: readonly TicketTransition[] = [
  { action: 'write', from: 'OPEN', by: 'owner', to: 'OPEN' },
  { action: 'write', from: 'IN_PROGRESS', by: 'owner', to: 'IN_PROGRESS' },
  { action: 'write', from: 'OPEN', by: 'staff', to: 'IN_PROGRESS' },
  { action: 'write', from: 'IN_PROGRESS', by: 'staff', to: 'IN_PROGRESS' },
  ...staffMove('OPEN'),
  ...staffMove('IN_PROGRESS').filter(({ from }) => from !== 'CLOSED'),
  ...staffMove('RESOLVED').filter(({ from }) => from !== 'CLOSED'),
  ...staffMove('CLOSED'),
  ...TICKET_STATUSES.map((from) => ({ action: 'close', from, by: 'owner', to: 'CLOSED' }) as const),
  ...TICKET_STATUSES.map((from) => ({ action: 'edit', from, by: 'staff', to: from }) as const),
]

export const ticketRules = (action: TicketAction) =>
  TICKET_TRANSITIONS.filter((rule) => rule.action === action)

/** Why an action was refused: never this role's to take, not as the ticket stands, or not to be known of. */
export type TicketRefusal = 'not_yours' | 'too_late' | 'hidden'

/** The refusal for an action that no rule allows by this role as the ticket stands. */
export function ticketRefusalOf(action: TicketAction, role: TicketRole): TicketRefusal {
  if (role === 'other') return 'hidden'
  return ticketRules(action).some(({ by }) => by === role) ? 'too_late' : 'not_yours'
}
