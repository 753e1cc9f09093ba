import type { TypingEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import type { Watched } from '../events/watch.ts'
import { watchHints } from '../events/watch-hints.ts'
import { findPair } from './find-thread.ts'

/** Where somebody hears who is writing to them. */
export const typingTopic = (userId: number) => `typing:${userId}`

/**
 * Tells a user that the caller is writing to them: now or never, and only who has a thread with them.
 * @throws NOT_FOUND
 */
export async function sendTyping(ctx: Ctx, { uid }: { uid: string }): Promise<null> {
  const { me, other, isBlocked, thread } = await findPair(ctx, uid)
  if (!thread || isBlocked) return null
  const event: TypingEvent = {
    type: 'direct.typing',
    at: ctx.clock().toISOString(),
    threadId: thread.id,
    userId: me.id,
    userUuid: me.uuid,
  }
  ctx.bus.tell(typingTopic(other.id), JSON.stringify(event))
  return null
}

/** Who is writing to the caller. */
export function watchTyping(
  ctx: Ctx,
  _: object,
  signal: AbortSignal,
): AsyncGenerator<Watched<TypingEvent>, void> {
  const topic = typingTopic(signedIn(ctx).userId)
  return watchHints(ctx, topic, (hint): TypingEvent => JSON.parse(hint), signal)
}
