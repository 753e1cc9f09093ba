/** How many connections each pool of a process may have. */
export interface Shares {
  /** For the work itself. */
  readonly main: number
  /** For short statements beside it: jobs, and the counting of guesses. */
  readonly side: number
  /** For whose session it is and how we are: whatever the others do, some are left for that. */
  readonly reserve: number
}

/** An upgrade takes one, and others beside it want to work. */
const LEAST = 2

/** Shares connections out between the pools; four is the least. */
export function sharesOf(connections: number): Shares {
  const aside = connections >= 10 ? 2 : 1
  return { main: Math.max(LEAST, connections - 2 * aside), side: aside, reserve: aside }
}
