import type { TypingEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import type { Watched } from '../events/watch.ts'
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

/** Hints that wait for a subscriber who reads slowly; older ones are worth nothing. */
const MOST = 20

/** Who is writing to the caller. */
export async function* watchTyping(
  ctx: Ctx,
  _: object,
  signal: AbortSignal,
): AsyncGenerator<Watched<TypingEvent>, void> {
  const heard: string[] = []
  let wake = () => {}
  let id = 0
  // Moments, for subscribers take no event whose id is not greater than the last, by whichever process.
  const nextId = () => {
    id = Math.max(id + 1, ctx.clock().getTime())
    return id
  }
  const stop = ctx.bus.hear(typingTopic(signedIn(ctx).userId), (hint) => {
    heard.push(hint)
    if (heard.length > MOST) heard.shift()
    wake()
  })
  const end = () => wake()
  signal.addEventListener('abort', end)
  try {
    yield { id: nextId(), event: undefined }
    while (!signal.aborted) {
      const hint = heard.shift()
      if (hint !== undefined) yield { id: nextId(), event: JSON.parse(hint) }
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    stop()
    signal.removeEventListener('abort', end)
  }
}
