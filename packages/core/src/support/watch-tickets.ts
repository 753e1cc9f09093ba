import type { SupportEvent } from '@souk/contract'
import { type Ctx, isStaff, signedIn } from '../context.ts'
import { staffTickets, userStream } from '../events/streams.ts'
import { type Watched, watchEvents } from '../events/watch.ts'
import { ticketEventOf } from './ticket-of.ts'

/** What happens to the caller's tickets; to staff, what happens to anybody's. */
export async function* watchTickets(
  ctx: Ctx,
  { lastEventId }: { lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<SupportEvent>, void> {
  const stream = isStaff(ctx) ? staffTickets : userStream(signedIn(ctx).userId)
  yield* watchEvents(ctx, stream, lastEventId, ticketEventOf, signal)
}
