import type { Ctx } from '../context.ts'
import { followStream } from './follow-stream.ts'
import { type LoggedEvent, streamHead } from './read-events.ts'

/**
 * An event on its way to a subscriber, with the id to resume after. Who begins at the end of a
 * stream is first told where that is, without an event: cut off before anything happens, they can
 * then resume there.
 */
export interface Watched<Event> {
  readonly id: number
  readonly event: Event | undefined
  /** Why this version cannot tell what happened: it is passed over. */
  readonly fault?: unknown
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

/**
 * What a stream has to tell a subscriber after the last event that they have seen, or from now on.
 * @param show what they are told of an entry of the log; nothing, if that is not their matter
 */
export async function* watchEvents<Event>(
  ctx: Ctx,
  stream: string,
  lastEventId: number | undefined,
  show: (logged: LoggedEvent) => Event | undefined,
  signal: AbortSignal,
): AsyncGenerator<Watched<Event>, void> {
  const after = lastEventId ?? (await streamHead(ctx.db, stream))
  if (lastEventId === undefined) yield { id: after, event: undefined }
  for await (const logged of watchStream(ctx, stream, after, signal)) {
    const shown = showing(logged, show)
    if (shown) yield shown
  }
}

/** What an older or a newer Souk has recorded must not end the stream for good. */
export function showing<Event>(
  logged: LoggedEvent,
  show: (logged: LoggedEvent) => Event | undefined,
): Watched<Event> | undefined {
  const { seq: id } = logged
  try {
    const event = show(logged)
    return event === undefined ? undefined : { id, event }
  } catch (fault) {
    return { id, event: undefined, fault }
  }
}
