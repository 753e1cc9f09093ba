import type { Ctx } from '../context.ts'
import { markRead } from '../conversations/mark-read.ts'
import { directChat } from './direct-chat.ts'
import { findPair } from './find-thread.ts'

/**
 * Marks what a user has written to the caller as read, and tells both.
 * @throws NOT_FOUND
 */
export async function markDirectRead(
  ctx: Ctx,
  { uid, upTo }: { uid: string; upTo?: number | undefined },
): Promise<{ readUpTo: number; unread: number }> {
  const pair = await findPair(ctx, uid)
  if (!pair.thread) return { readUpTo: 0, unread: 0 }
  const { readUpTo, unread } = await markRead(ctx, directChat(ctx, pair), pair.thread.id, upTo)
  return { readUpTo, unread }
}
