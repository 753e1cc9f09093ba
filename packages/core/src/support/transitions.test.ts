import { TICKET_STATUSES } from '@souk/contract'
import { expect, test } from 'vitest'
import { cellsOf } from '../testing/market-matrix.ts'
import { TICKET_MATRIX } from '../testing/support-matrix.ts'
import {
  TICKET_ACTIONS,
  TICKET_ROLES,
  type TicketAction,
  type TicketRole,
  ticketRefusalOf,
  ticketRules,
} from './transitions.ts'

const cells = cellsOf(TICKET_MATRIX)

test('the matrix has a cell for every action, role and state', () => {
  const all = TICKET_ACTIONS.flatMap((action) =>
    TICKET_ROLES.flatMap((role) => TICKET_STATUSES.map((from) => `${action} ${role} ${from}`)),
  )
  const there = cells.map(({ action, role, from }) => `${action} ${role} ${from}`)
  expect(there.sort()).toEqual(all.sort())
})

test.each(cells)('$action by $role of a ticket that is $from: $expected', (cell) => {
  const [action, role] = [cell.action as TicketAction, cell.role as TicketRole]
  const rules = ticketRules(action).filter((rule) => rule.by === role && rule.from === cell.from)
  expect(rules.length, 'rules that fit').toBeLessThanOrEqual(1)
  expect(rules[0] ? `→${rules[0].to}` : ticketRefusalOf(action, role)).toBe(cell.expected)
})
