import type { DirectEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { chatStream } from '../events/streams.ts'
import { type Watched, watchEvents } from '../events/watch.ts'
import { directEventOf } from './direct-events.ts'

/** What happens in the caller's threads. What reaches them here counts as delivered. */
export async function* watchChat(
  ctx: Ctx,
  { lastEventId }: { lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<DirectEvent>, void> {
  const { userId } = signedIn(ctx)
  for await (const watched of watchEvents(
    ctx,
    chatStream(userId),
    lastEventId,
    (logged) => directEventOf(ctx, logged),
    signal,
  )) {
    yield watched
    if (watched.event) ctx.arrivals.note(ctx, watched.event)
  }
}
