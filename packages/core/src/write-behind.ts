/** Milliseconds for which what comes is gathered before it is written. */
const GATHERED = 500
/** Keys that are kept while nothing can be written; what comes then for others is lost. */
const MOST = 50_000

/**
 * Counts that are gathered and then written together, outside of the calls that they come from: for
 * rows that many calls would otherwise wait for in turn. What a process has not written when it is
 * killed is lost.
 */
export interface WriteBehind {
  add(key: number): void
  /** Writes now what there is. */
  flush(): Promise<void>
}

/** @param write may fail: what it was given is then written with the next */
export function writeBehind(
  write: (counts: ReadonlyMap<number, number>) => Promise<unknown>,
): WriteBehind {
  let gathered = new Map<number, number>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  function count(key: number, times: number): void {
    const known = gathered.get(key)
    if (known === undefined && gathered.size >= MOST) return
    gathered.set(key, (known ?? 0) + times)
  }

  async function writeGathered(): Promise<void> {
    if (gathered.size === 0) return
    const counts = gathered
    gathered = new Map()
    try {
      await write(counts)
    } catch {
      // The database is away, and whoever calls is told so; these are not worth telling anybody.
      for (const [key, times] of counts) count(key, times)
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(writeGathered)
    return writing
  }

  return {
    add(key) {
      count(key, 1)
      timer ??= setTimeout(flush, GATHERED).unref()
    },
    flush,
  }
}
