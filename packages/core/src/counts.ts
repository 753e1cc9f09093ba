import { isWithin } from './within.ts'

/** Totals of this size and more may be up to this old; smaller ones are always counted afresh. */
const LARGE = 1000
const MAX_AGE = 2000

/** Remembers large totals for a moment: counting ten thousand rows for each page would cost most. */
export interface Counts {
  total(key: string, count: () => Promise<number>): Promise<number>
}

export function createCounts(clock: () => Date): Counts {
  const known = new Map<string, { total: number; at: number }>()
  return {
    async total(key, count) {
      const now = clock().getTime()
      const last = known.get(key)
      if (last && isWithin(MAX_AGE, now, last.at)) return last.total
      known.delete(key)
      const total = await count()
      if (total >= LARGE) remember(key, total, now)
      return total
    },
  }

  function remember(key: string, total: number, at: number): void {
    for (const [old, { at: then }] of known) if (!isWithin(MAX_AGE, at, then)) known.delete(old)
    known.set(key, { total, at })
  }
}
