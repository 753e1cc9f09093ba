import type { UserEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { userStream } from '../events/streams.ts'
import { type Watched, watchStream } from '../events/watch.ts'
import { tradeEventOf } from '../trades/trade-events.ts'

/** Everything that concerns the caller, across all domains. */
export async function* watchMyEvents(
  ctx: Ctx,
  { lastEventId }: { lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<UserEvent>, void> {
  const stream = userStream(signedIn(ctx).userId)
  for await (const logged of watchStream(ctx, stream, lastEventId, signal)) {
    yield { id: logged.seq, event: tradeEventOf(logged) }
  }
}
