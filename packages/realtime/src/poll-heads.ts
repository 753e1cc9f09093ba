import { headsOf } from '@souk/core'
import type { Db } from '@souk/database'
import type { LocalBus } from './bus.ts'

/** How often the heads of the followed streams are looked at. */
const EVERY = 2000

/**
 * Notices what other processes recorded when no hint of it came: one statement every two seconds
 * for all streams that somebody follows here.
 * @returns how to stop
 */
export function pollHeads(
  db: () => Db,
  bus: LocalBus,
  onError: (error: unknown) => void,
): () => void {
  let known = new Map<string, number>()
  let looking = false

  async function look(): Promise<void> {
    const streams = bus.streams()
    if (streams.length === 0) return
    const heads = await headsOf(db(), streams)
    const grown = [...heads].filter(([name, head]) => known.get(name) !== head)
    known = heads
    bus.wake(grown.map(([name]) => name))
  }

  const timer = setInterval(() => {
    if (looking) return
    looking = true
    look()
      .catch(onError)
      .finally(() => {
        looking = false
      })
  }, EVERY)
  timer.unref()
  return () => clearInterval(timer)
}
