import { OFFER_RESPONSES, ROOM_OFFER_STATUSES } from '@souk/contract'
import { expect, test } from 'vitest'
import { cellsOf } from '../testing/market-matrix.ts'
import { ROOM_OFFER_MATRIX } from '../testing/room-matrix.ts'
import { OFFER_ROLES, OFFER_TRANSITIONS } from './transitions.ts'

test('the rules of offers are what the matrix says, and nothing else', () => {
  const allowed = cellsOf(ROOM_OFFER_MATRIX)
    .filter(({ expected }) => expected.startsWith('→'))
    .map(({ action, role, from, expected }) => [action, role, from, expected.slice(1)])
  const rules = OFFER_TRANSITIONS.map(({ action, by, from, to }) => [action, by, from, to])
  expect(rules).toEqual(allowed)
})

test('the matrix has every cell there is', () => {
  const cells = cellsOf(ROOM_OFFER_MATRIX)
  const roles = [...OFFER_ROLES, 'staff', 'nobody']
  expect(cells).toHaveLength(OFFER_RESPONSES.length * roles.length * ROOM_OFFER_STATUSES.length)
})
