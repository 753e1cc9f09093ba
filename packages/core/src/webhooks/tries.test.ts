import fc from 'fast-check'
import { expect, test } from 'vitest'
import { giveUpAfter, PATIENCE, waitAfter } from './tries.ts'

const start = new Date('2026-01-02T03:04:05Z')
const giveUpAt = giveUpAfter(start)
const HOUR = 3_600_000

/** Milliseconds after the beginning at which something is tried that never arrives. */
function triesWith(random: () => number): number[] {
  const tries = [0]
  for (let now = start; ; ) {
    const wait = waitAfter(now, giveUpAt, random())
    if (wait === undefined) return tries
    now = new Date(now.getTime() + wait)
    tries.push(now.getTime() - start.getTime())
  }
}

test('waits grow from seconds to hours, and the last try is after three days', () => {
  const tries = triesWith(() => 0.5)
  expect(tries.slice(0, 6)).toEqual([0, 5000, 10_000, 20_000, 40_000, 80_000])
  expect(tries.at(-1)).toBe(PATIENCE)
  const waits = tries.slice(1).map((at, i) => at - (tries[i] ?? 0))
  expect(Math.max(...waits)).toBe(8 * HOUR)
  expect(tries.length).toBeLessThan(30)
})

test('whatever chance has it, tries go on for three days, are few, and never at once', () => {
  const chance = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 100,
    maxLength: 100,
  })
  fc.assert(
    fc.property(chance, (values) => {
      const tries = triesWith(() => values.pop() ?? 0.5)
      expect(tries.at(-1)).toBeGreaterThanOrEqual(PATIENCE)
      expect(tries.at(-1)).toBeLessThan(PATIENCE + 6000)
      expect(tries.length).toBeLessThan(40)
      for (const [i, at] of tries.slice(1).entries())
        expect(at - (tries[i] ?? 0)).toBeGreaterThan(3000)
    }),
  )
})

test('two that fail at once come back apart', () => {
  const now = new Date(start.getTime() + HOUR)
  expect(waitAfter(now, giveUpAt, 0)).toBe(0.8 * HOUR)
  expect(waitAfter(now, giveUpAt, 1)).toBe(1.2 * HOUR)
})
