import type { UserEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import type { LoggedEvent } from '../events/read-events.ts'
import { userStream } from '../events/streams.ts'
import { type Watched, watchEvents } from '../events/watch.ts'
import { marketEventOf } from '../market/market-events.ts'
import { tradeEventOf } from '../trades/trade-events.ts'
import { walletEventOf } from '../wallet/wallet-events.ts'

/** Everything that concerns the caller, across all domains. */
export async function* watchMyEvents(
  ctx: Ctx,
  { lastEventId }: { lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<UserEvent>, void> {
  yield* watchEvents(ctx, userStream(signedIn(ctx).userId), lastEventId, userEventOf, signal)
}

function userEventOf(logged: LoggedEvent): UserEvent {
  return marketEventOf(logged) ?? walletEventOf(logged) ?? tradeEventOf(logged)
}
