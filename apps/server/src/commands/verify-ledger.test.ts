import { expect, test } from 'vitest'
import { linesOf } from './verify-ledger.ts'

const findings = (invariant: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ invariant, detail: `account ${n}` }))

test('of each rule a hundred findings are printed, and how many more there are', () => {
  const lines = linesOf([...findings('one', 100), ...findings('many', 157)])
  expect(lines).toHaveLength(201)
  expect(lines[99]).toBe('NOT TRUE: one\n  account 99')
  expect(lines[100]).toBe('NOT TRUE: many\n  account 0')
  expect(lines.at(-1)).toBe('NOT TRUE: many\n  and 57 more')
})
