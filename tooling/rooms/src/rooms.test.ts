import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { faultsIn } from './check.ts'
import { textsIn } from './house.ts'
import { ROOMS } from './rooms.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

test('every room knows, uses, writes and calls what the table says, and nothing else', () => {
  expect(faultsIn(ROOMS, textsIn(ROOT))).toEqual([])
})

test('a house in which nothing is read is not in order', () => {
  const faults = faultsIn(ROOMS, {})
  expect(faults).toContain('core/market is empty: nothing was read in packages/core/src/market')
  expect(faults).toContain('nothing makes the table ledger.transfers')
})
