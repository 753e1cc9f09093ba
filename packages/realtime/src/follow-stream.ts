import { type Bus, type LoggedEvent, readEvents, streamHead } from '@souk/core'
import type { Db } from '@souk/database'

export interface FollowOptions {
  readonly db: () => Db
  readonly bus: Bus
  readonly stream: string
  /** Called with each event once, in order. */
  readonly onEvent: (event: LoggedEvent) => void
  readonly onError: (error: unknown) => void
}

const BATCH = 500

/**
 * Follows a stream of the event log from its present end. The bus says when to look; what is
 * delivered comes from the log, so hints may be lost, doubled or early without harm.
 * @returns how to stop, once the starting point is fixed
 */
export async function followStream(options: FollowOptions): Promise<() => void> {
  const { db, bus, stream, onEvent, onError } = options
  let seen = 0
  let started = false
  let stopped = false
  let reading = false
  let hinted = false

  async function catchUp(): Promise<void> {
    let more = true
    while (more && !stopped) {
      hinted = false
      const events = await readEvents(db(), stream, seen, BATCH)
      for (const event of events) {
        seen = event.seq
        if (!stopped) onEvent(event)
      }
      more = hinted || events.length === BATCH
    }
  }

  function look(): void {
    hinted = true
    if (!started || reading || stopped) return
    reading = true
    catchUp()
      .catch(onError)
      .finally(() => {
        reading = false
      })
  }

  const unsubscribe = bus.subscribe(stream, look)
  seen = await streamHead(db(), stream)
  started = true
  if (hinted) look()
  return () => {
    stopped = true
    unsubscribe()
  }
}
