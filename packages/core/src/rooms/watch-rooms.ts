import type { RoomEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { roomsStream } from '../events/streams.ts'
import { type Watched, watchEvents } from '../events/watch.ts'
import { roomEventOf } from './room-events.ts'

/** What happens in the caller's rooms. */
export function watchRooms(
  ctx: Ctx,
  { lastEventId }: { lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<RoomEvent>, void> {
  return watchEvents(ctx, roomsStream(signedIn(ctx).userId), lastEventId, roomEventOf, signal)
}
