import { ESCROW_STATUSES, ORDER_STATUSES } from '@souk/contract'
import { expect, test } from 'vitest'
import { cellsOf } from '../testing/market-matrix.ts'
import { ESCROW_MATRIX, ORDER_MATRIX } from '../testing/shop-matrix.ts'
import {
  ESCROW_ACTIONS,
  ESCROW_TRANSITIONS,
  escrowRules,
  ORDER_ACTIONS,
  ORDER_TRANSITIONS,
  orderRules,
  SHOP_ROLES,
} from './transitions.ts'

const combinations = (...lists: (readonly string[])[]) =>
  lists.reduce<string[]>((made, list) => made.flatMap((a) => list.map((b) => `${a} ${b}`)), [''])

const matrices = [
  {
    of: 'orders',
    cells: cellsOf(ORDER_MATRIX),
    all: combinations(ORDER_ACTIONS, SHOP_ROLES, ORDER_STATUSES),
  },
  {
    of: 'escrows',
    cells: cellsOf(ESCROW_MATRIX),
    all: combinations(ESCROW_ACTIONS, SHOP_ROLES, ESCROW_STATUSES),
  },
]

test.each(matrices)(
  'the matrix of $of has a cell for every action, role and status',
  ({ cells, all }) => {
    const known = cells.map(({ action, role, from }) => ` ${action} ${role} ${from}`)
    expect(known.sort()).toEqual(all.sort())
  },
)

test.each([
  { of: 'orders', cells: cellsOf(ORDER_MATRIX), rules: ORDER_TRANSITIONS },
  { of: 'escrows', cells: cellsOf(ESCROW_MATRIX), rules: ESCROW_TRANSITIONS },
])('the rules of $of say what the matrix says', ({ cells, rules }) => {
  const said = cells.map((cell) => {
    const ofRole = rules.filter(({ action, by }) => action === cell.action && by === cell.role)
    const fitting = ofRole.filter(({ from }) => from === cell.from)
    expect(fitting.length, 'rules that fit').toBeLessThanOrEqual(1)
    const refusal = ofRole.length > 0 ? 'wrong_state' : 'not_yours'
    return { ...cell, expected: fitting[0] ? `→${fitting[0].to}` : refusal }
  })
  expect(said).toEqual(cells)
})

test('what is over stays as it is', () => {
  const over: readonly string[] = ['COMPLETED', 'CANCELLED', 'REFUNDED', 'RELEASED']
  const begun = [...ORDER_TRANSITIONS, ...ESCROW_TRANSITIONS].map(({ from }) => from)
  expect(begun.filter((from) => over.includes(from))).toEqual([])
})

test('every action has a rule', () => {
  expect(ORDER_ACTIONS.filter((action) => orderRules(action).length === 0)).toEqual([])
  expect(ESCROW_ACTIONS.filter((action) => escrowRules(action).length === 0)).toEqual([])
})
