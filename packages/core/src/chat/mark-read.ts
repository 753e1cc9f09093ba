import type { Ctx } from '../context.ts'
import type { MovedMark } from '../conversations/mark-read.ts'
import { markRead } from '../conversations/mark-read.ts'
import { chatStream } from '../events/streams.ts'
import { directChat } from './direct-chat.ts'
import { type FoundThread, findPair, type Pair } from './find-thread.ts'

/** Marks a thread as read; with a block between the two, nobody but the caller's own clients hears of it. */
export function readThread(
  ctx: Ctx,
  pair: Pair,
  { id }: FoundThread,
  upTo?: number,
): Promise<MovedMark> {
  const chat = directChat(ctx, pair)
  const streams = () => [chatStream(pair.me.id)]
  return markRead(
    ctx,
    pair.isBlocked ? { ...chat, records: { ...chat.records, streams } } : chat,
    id,
    upTo,
  )
}

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
  const { readUpTo, unread } = await readThread(ctx, pair, pair.thread, upTo)
  return { readUpTo, unread }
}
