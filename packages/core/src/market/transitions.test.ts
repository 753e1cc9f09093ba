import { AD_STATUSES, type AdStatus, OFFER_STATUSES, type OfferStatus } from '@souk/contract'
import { expect, test } from 'vitest'
import { AD_MATRIX, cellsOf, OFFER_MATRIX } from '../testing/market-matrix.ts'
import {
  AD_ACTIONS,
  AD_ROLES,
  AD_TRANSITIONS,
  adRules,
  OFFER_ACTIONS,
  OFFER_ROLES,
  OFFER_TRANSITIONS,
  offerRefusalOf,
  offerRoleOf,
  offerRules,
} from './transitions.ts'

const offerCells = cellsOf(OFFER_MATRIX)
const adCells = cellsOf(AD_MATRIX)

const combinations = (...lists: (readonly string[])[]) =>
  lists.reduce<string[]>((made, list) => made.flatMap((a) => list.map((b) => `${a} ${b}`)), [''])

test('the matrix of offers has a cell for every action, role and state', () => {
  const cells = offerCells.map(({ action, role, from }) => ` ${action} ${role} ${from}`)
  expect(cells.sort()).toEqual(combinations(OFFER_ACTIONS, OFFER_ROLES, OFFER_STATUSES).sort())
})

test.each(offerCells)('$action by $role of an offer that is $from: $expected', (cell) => {
  const { role, from, expected } = cell
  const action = OFFER_ACTIONS.find((known) => known === cell.action) ?? 'pay'
  const rules = offerRules(action).filter((rule) => rule.by === role && rule.from === from)
  expect(rules.length, 'rules that fit').toBeLessThanOrEqual(1)
  const [rule] = rules
  const refusal = () =>
    offerRefusalOf(action, OFFER_ROLES.find((known) => known === role) ?? 'other')
  expect(rule ? `→${rule.to}:${rule.escrow}` : refusal()).toBe(expected)
})

test('the matrix of ads has a cell for every action, role and state', () => {
  const cells = adCells.map(({ action, role, from }) => ` ${action} ${role} ${from}`)
  expect(cells.sort()).toEqual(combinations(AD_ACTIONS, AD_ROLES, AD_STATUSES).sort())
})

test.each(adCells)('$action by $role of an ad that is $from: $expected', (cell) => {
  const action = AD_ACTIONS.find((known) => known === cell.action) ?? 'close'
  const rules = adRules(action).filter((rule) => rule.by === cell.role && rule.from === cell.from)
  expect(rules.length, 'rules that fit').toBeLessThanOrEqual(1)
  expect(rules[0] ? `→${rules[0].to}` : '-').toBe(cell.expected)
})

test('what is over stays as it is', () => {
  const offersOver: OfferStatus[] = ['released', 'cancelled', 'expired']
  expect(OFFER_TRANSITIONS.filter(({ from }) => offersOver.includes(from))).toEqual([])
  const adsOver: AdStatus[] = ['completed', 'closed', 'expired']
  expect(AD_TRANSITIONS.filter(({ from }) => adsOver.includes(from))).toEqual([])
})

test('money moves exactly when an offer ends', () => {
  for (const { to, escrow } of OFFER_TRANSITIONS) {
    const expected = { released: 'post', cancelled: 'return', expired: 'return' }[to as string]
    expect(escrow).toBe(expected ?? 'keep')
  }
})

test.each([
  ['who sells and made the offer', 1, 1, false, 'seller_maker'],
  ['who sells and owns the ad', 1, 2, false, 'seller_owner'],
  ['who buys and made the offer', 2, 2, false, 'buyer_maker'],
  ['who buys and owns the ad', 2, 1, false, 'buyer_owner'],
  ['of the staff', 3, 2, true, 'staff'],
  ['from outside', 3, 2, false, 'other'],
  ['of the staff who buys', 2, 2, true, 'buyer_maker'],
  ['of the staff who owns the ad', 1, 2, true, 'seller_owner'],
] as const)(
  'somebody %s: user %i of an offer by %i, staff %s, is %s',
  (_, userId, makerId, staff, role) => {
    expect(offerRoleOf({ sellerId: 1, buyerId: 2, makerId }, userId, staff)).toBe(role)
  },
)
