import type { Database, Statement } from '@souk/database'
import { isWithin } from './within.ts'
import { writeBehind } from './write-behind.ts'

/** Minutes in which something is viewed once by the same viewer, however often they look. */
const ONCE_IN = 30
/** Viewers that are remembered; the longest known are forgotten first. */
const MOST = 100_000

/** Counts views of things of one sort. */
export interface Views {
  /** @param viewer whoever looks: a user, or where nobody is signed in an address */
  add(viewed: number, viewer: string): void
  /** Writes now what there is. */
  flush(): Promise<void>
}

/**
 * Views, which show half a second later. Who has looked is known to this process alone, and only so long.
 * @param count writes them: what was viewed, and how often
 */
export function createViews(
  database: Database,
  clock: () => Date,
  count: Statement<object>,
): Views {
  const counts = writeBehind((views) =>
    database.db().query(count, [[...views.keys()], [...views.values()]]),
  )
  const lastSeen = new Map<string, number>()
  return {
    add(viewed, viewer) {
      const key = `${viewed} ${viewer}`
      const now = clock().getTime()
      const before = lastSeen.get(key)
      if (before !== undefined && isWithin(ONCE_IN * 60_000, now, before)) return
      lastSeen.delete(key)
      lastSeen.set(key, now)
      const [oldest] = lastSeen.size > MOST ? lastSeen.keys() : []
      if (oldest !== undefined) lastSeen.delete(oldest)
      counts.add(viewed)
    },
    flush: counts.flush,
  }
}
