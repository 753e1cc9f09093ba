import type { EscrowEvent, OrderEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import type { LoggedEvent } from '../events/read-events.ts'
import { userStream } from '../events/streams.ts'
import { type Watched, watchEvents } from '../events/watch.ts'
import { shopEventOf } from './shop-events.ts'

interface WatchInput {
  readonly lastEventId?: number | undefined
}

/** What happens to the caller's orders, on either side of them. */
export async function* watchOrders(
  ctx: Ctx,
  { lastEventId }: WatchInput,
  signal: AbortSignal,
): AsyncGenerator<Watched<OrderEvent>, void> {
  yield* watchEvents(ctx, userStream(signedIn(ctx).userId), lastEventId, orderEventOf, signal)
}

/** What happens to the escrow of the caller's orders. */
export async function* watchEscrows(
  ctx: Ctx,
  { lastEventId }: WatchInput,
  signal: AbortSignal,
): AsyncGenerator<Watched<EscrowEvent>, void> {
  yield* watchEvents(ctx, userStream(signedIn(ctx).userId), lastEventId, escrowEventOf, signal)
}

function orderEventOf(logged: LoggedEvent): OrderEvent | undefined {
  const event = shopEventOf(logged)
  return event && 'order' in event ? event : undefined
}

function escrowEventOf(logged: LoggedEvent): EscrowEvent | undefined {
  const event = shopEventOf(logged)
  return event && 'escrow' in event ? event : undefined
}
