import type { Ctx } from '../context.ts'
import { type LoggedEvent, streamHead } from '../events/read-events.ts'
import { showing, type Watched, watchStream } from '../events/watch.ts'
import { type ConversationKind, conversationOf } from './kind.ts'

/** How somebody watches a conversation and what it is about. */
export interface Watching<Event> {
  readonly lastEventId?: number | undefined
  /** What they are told of an entry of the stream; nothing, if that is not their matter. */
  readonly show: (logged: LoggedEvent) => Event | undefined
  /** Whether they may know of an entry, and of what comes after it: else the watch ends there. */
  readonly mayGoOn?: (logged: LoggedEvent) => boolean
}

/**
 * What happens in a conversation, after the last event that somebody has seen or from now on, for as
 * long as they may know of it.
 * @throws what the kind says to who may not read it
 */
export async function* watchConversation<Event>(
  ctx: Ctx,
  kind: Pick<ConversationKind<never, unknown, unknown>, 'kind' | 'mayRead'>,
  id: number,
  { lastEventId, show, mayGoOn = () => true }: Watching<Event>,
  signal: AbortSignal,
): AsyncGenerator<Watched<Event>, void> {
  // The starting point is fixed before the look at who may read and never lies ahead of it, so that
  // an outsider cannot step over the event that puts them out.
  const stream = conversationOf(kind, id)
  const head = await streamHead(ctx.db, stream)
  const after = Math.min(lastEventId ?? head, head)
  await kind.mayRead(ctx, id)
  if (lastEventId === undefined) yield { id: after, event: undefined }
  for await (const logged of watchStream(ctx, stream, after, signal)) {
    if (!mayGoOn(logged)) return
    const shown = showing(logged, show)
    if (shown) yield shown
  }
}
