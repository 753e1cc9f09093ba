import type { NotificationEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { userStream } from '../events/streams.ts'
import { type Watched, watchEvents } from '../events/watch.ts'
import { notificationEventOf } from './notification-of.ts'

/** The caller's new notifications. */
export async function* watchNotifications(
  ctx: Ctx,
  { lastEventId }: { lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<NotificationEvent>, void> {
  const stream = userStream(signedIn(ctx).userId)
  yield* watchEvents(ctx, stream, lastEventId, notificationEventOf, signal)
}
