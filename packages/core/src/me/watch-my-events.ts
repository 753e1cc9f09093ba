import type { UserEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { streamHead } from '../events/read-events.ts'
import { userStream } from '../events/streams.ts'
import { type Watched, watchStream } from '../events/watch.ts'
import { marketEventOf } from '../market/market-events.ts'
import { tradeEventOf } from '../trades/trade-events.ts'
import { walletEventOf } from '../wallet/wallet-events.ts'

/** Everything that concerns the caller, across all domains. */
export async function* watchMyEvents(
  ctx: Ctx,
  { lastEventId }: { lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<UserEvent>, void> {
  const stream = userStream(signedIn(ctx).userId)
  const after = lastEventId ?? (await streamHead(ctx.db, stream))
  if (lastEventId === undefined) yield { id: after, event: undefined }
  for await (const logged of watchStream(ctx, stream, after, signal)) {
    yield {
      id: logged.seq,
      event: marketEventOf(logged) ?? walletEventOf(logged) ?? tradeEventOf(logged),
    }
  }
}
