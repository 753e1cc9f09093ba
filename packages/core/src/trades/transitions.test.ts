import { TRADE_STATUSES, type TradeStatus } from '@souk/contract'
import { expect, test } from 'vitest'
import {
  TRADE_ACTIONS,
  TRADE_ROLES,
  TRADE_TRANSITIONS,
  type TradeAction,
  type TradeRole,
  tradeRefusalOf,
  tradeRoleOf,
  tradeRules,
} from './transitions.ts'

/**
 * Everything anybody may try with a trade, cell by cell: → the next state and what becomes of the
 * money, or the refusal. Written down by hand, so that a slip in the rules does not excuse itself.
 */
const MATRIX = `
action          role   | open            | in_progress     | completed | cancelled | disputed
buy             seller | own_trade       | own_trade       | own_trade | own_trade | own_trade
buy             buyer  | too_late        | too_late        | too_late  | too_late  | too_late
buy             staff  | →in_progress:keep | too_late      | too_late  | too_late  | too_late
buy             other  | →in_progress:keep | too_late      | too_late  | too_late  | too_late
release         seller | too_late        | →completed:post | too_late  | too_late  | too_late
release         buyer  | not_yours       | not_yours       | not_yours | not_yours | not_yours
release         staff  | not_yours       | not_yours       | not_yours | not_yours | not_yours
release         other  | not_yours       | hidden          | hidden    | hidden    | hidden
cancel          seller | →cancelled:void | too_late        | too_late  | too_late  | too_late
cancel          buyer  | too_late        | →cancelled:void | too_late  | too_late  | too_late
cancel          staff  | →cancelled:void | too_late        | too_late  | too_late  | too_late
cancel          other  | not_yours       | hidden          | hidden    | hidden    | hidden
dispute         seller | too_late        | →disputed:keep  | too_late  | too_late  | too_late
dispute         buyer  | too_late        | →disputed:keep  | too_late  | too_late  | too_late
dispute         staff  | not_yours       | not_yours       | not_yours | not_yours | not_yours
dispute         other  | not_yours       | hidden          | hidden    | hidden    | hidden
resolve_release seller | not_yours       | not_yours       | not_yours | not_yours | not_yours
resolve_release buyer  | not_yours       | not_yours       | not_yours | not_yours | not_yours
resolve_release staff  | too_late        | too_late        | too_late  | too_late  | →completed:post
resolve_release other  | not_yours       | hidden          | hidden    | hidden    | hidden
resolve_refund  seller | not_yours       | not_yours       | not_yours | not_yours | not_yours
resolve_refund  buyer  | not_yours       | not_yours       | not_yours | not_yours | not_yours
resolve_refund  staff  | too_late        | too_late        | too_late  | too_late  | →cancelled:void
resolve_refund  other  | not_yours       | hidden          | hidden    | hidden    | hidden
`

interface Cell {
  readonly action: TradeAction
  readonly role: TradeRole
  readonly from: TradeStatus
  readonly expected: string
}

function cellsOf(matrix: string): Cell[] {
  const [head = '', ...lines] = matrix.trim().split('\n')
  const columns = (line: string) => line.split('|').map((part) => part.trim())
  const [, ...statuses] = columns(head)
  return lines.flatMap((line) => {
    const [who = '', ...outcomes] = columns(line)
    const [action, role] = who.split(/ +/)
    return outcomes.map((expected, i) => ({ action, role, from: statuses[i], expected }) as Cell)
  })
}

/** What the rules say. */
function outcomeOf({ action, role, from }: Cell): string {
  const rules = tradeRules(action).filter((rule) => rule.by === role && rule.from === from)
  const [rule] = rules
  expect(rules.length, 'rules that fit').toBeLessThanOrEqual(1)
  return rule ? `→${rule.to}:${rule.escrow}` : tradeRefusalOf(action, role, from)
}

const cells = cellsOf(MATRIX)

test('the matrix has a cell for every action, role and state', () => {
  const all = TRADE_ACTIONS.flatMap((action) =>
    TRADE_ROLES.flatMap((role) => TRADE_STATUSES.map((from) => `${action} ${role} ${from}`)),
  )
  expect(cells.map(({ action, role, from }) => `${action} ${role} ${from}`).sort()).toEqual(
    all.sort(),
  )
  expect(cells).toHaveLength(6 * 4 * 5)
})

test.each(cells)('$action by $role of a trade that is $from: $expected', (cell) => {
  expect(outcomeOf(cell)).toBe(cell.expected)
})

test('a trade that is over stays as it is', () => {
  const over: TradeStatus[] = ['completed', 'cancelled']
  expect(TRADE_TRANSITIONS.filter(({ from }) => over.includes(from))).toEqual([])
})

test('money moves exactly when a trade ends', () => {
  for (const { to, escrow } of TRADE_TRANSITIONS) {
    const expected = { completed: 'post', cancelled: 'void' }[to as string] ?? 'keep'
    expect(escrow).toBe(expected)
  }
})

test.each([
  ['the seller', 1, false, 'seller'],
  ['the buyer', 2, false, 'buyer'],
  ['anybody else', 3, false, 'other'],
  ['staff', 3, true, 'staff'],
  ['staff who sell', 1, true, 'seller'],
  ['staff who buy', 2, true, 'buyer'],
] as const)('%s of a taken trade: user %i, staff %s, is its %s', (_, userId, staff, role) => {
  expect(tradeRoleOf({ sellerId: 1, buyerId: 2 }, userId, staff)).toBe(role)
})

test('a trade nobody has taken has no buyer', () => {
  expect(tradeRoleOf({ sellerId: 1, buyerId: null }, 2, false)).toBe('other')
})
