import type { Db } from '@souk/database'
import type { Bus } from './bus.ts'
import { type LoggedEvent, streamHead } from './read-events.ts'
import { joinStream } from './stream-reader.ts'

export interface FollowOptions {
  readonly db: Db
  readonly bus: Bus
  readonly stream: string
  /** Begin after this event; without it, at the present end of the stream. */
  readonly after?: number | undefined
  readonly signal: AbortSignal
  /** Called once the starting point is fixed: whatever is recorded after it will be heard. */
  readonly onReady?: (after: number) => void
}

/**
 * Follows a stream of the event log: every event after the starting point, once and in order, until
 * the signal says stop. The bus only says when to look. What is delivered comes from the log, so
 * hints may be lost, doubled or early without harm.
 */
export async function* followStream(options: FollowOptions): AsyncGenerator<LoggedEvent, void> {
  const { db, bus, stream, after, signal, onReady } = options
  const hint = createHint()
  const reader = joinStream(bus, stream, hint.give)
  signal.addEventListener('abort', hint.give, { once: true })
  try {
    let seen = after ?? (await streamHead(db, stream))
    onReady?.(seen)
    while (!signal.aborted) {
      hint.clear()
      const events = await reader.after(db, seen)
      for (const event of events) {
        if (signal.aborted) return
        seen = event.seq
        yield event
      }
      if (events.length === 0) await hint.given()
    }
  } finally {
    reader.leave()
    signal.removeEventListener('abort', hint.give)
  }
}

/** Remembers that there is something to look at, until it is cleared. */
function createHint() {
  let { promise, resolve } = Promise.withResolvers<void>()
  return {
    give: () => resolve(),
    given: () => promise,
    clear() {
      ;({ promise, resolve } = Promise.withResolvers<void>())
    },
  }
}
