import type { Ctx } from '../context.ts'
import { followStream } from './follow-stream.ts'
import type { LoggedEvent } from './read-events.ts'

/**
 * An event on its way to a subscriber, with the id to resume after. Who begins at the end of a
 * stream is first told where that is, without an event: cut off before anything happens, he can
 * then resume there.
 */
export interface Watched<Event> {
  readonly id: number
  readonly event: Event | undefined
}

/** Follows a stream on behalf of a caller. */
export function watchStream(
  ctx: Ctx,
  stream: string,
  after: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<LoggedEvent, void> {
  return followStream({ db: ctx.db, bus: ctx.bus, stream, after, signal })
}
