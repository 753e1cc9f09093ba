import type { UserEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import type { LoggedEvent } from '../events/read-events.ts'
import { userStream } from '../events/streams.ts'
import { type Watched, watchEvents } from '../events/watch.ts'

type EventOf = (logged: LoggedEvent) => UserEvent | undefined

/**
 * Makes the verb that tells everything that concerns the caller, across the domains that show an
 * event. What none of them shows, such as an event of a newer Souk, is passed over.
 */
export function watchMyEvents(domains: readonly EventOf[]) {
  const userEventOf: EventOf = (logged) => {
    for (const eventOf of domains) {
      const event = eventOf(logged)
      if (event) return event
    }
    return undefined
  }
  return async function* (
    ctx: Ctx,
    { lastEventId }: { lastEventId?: number | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<Watched<UserEvent>, void> {
    yield* watchEvents(ctx, userStream(signedIn(ctx).userId), lastEventId, userEventOf, signal)
  }
}
