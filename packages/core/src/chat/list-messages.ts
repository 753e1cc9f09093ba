import type { DirectMessage, Page } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { listMessages, listMessagesBefore } from '../conversations/list-messages.ts'
import type { Paging } from '../pages.ts'
import { directChat } from './direct-chat.ts'
import { type FoundThread, findPair, type Pair } from './find-thread.ts'
import { readThread } from './mark-read.ts'

export interface Reading extends Paging {
  readonly uid: string
  readonly before?: number | undefined
  readonly markRead: boolean
}

/**
 * The conversation with a user: page 1 ends with the newest message, each page is oldest first. What is
 * read is marked so, and shown as it was before.
 * @throws NOT_FOUND when there is no such user
 */
export async function listDirectMessages(ctx: Ctx, input: Reading): Promise<Page<DirectMessage>> {
  const pair = await findPair(ctx, input.uid)
  const { thread } = pair
  if (!thread) return { items: [], page: input.page, perPage: input.perPage, total: 0 }
  const found = await pageOf(ctx, pair, thread, input)
  const newest = found.items.at(-1)?.id ?? 0
  if (input.markRead && newest > thread.mine.readUpTo) {
    await readThread(ctx, pair, thread, newest)
  }
  return { ...found, items: found.items.map((message) => withMarks(message, thread, pair)) }
}

async function pageOf(
  ctx: Ctx,
  pair: Pair,
  { id, messages: total }: FoundThread,
  { before, ...paging }: Reading,
): Promise<Page<DirectMessage>> {
  const kind = directChat(ctx, pair)
  if (before === undefined) return listMessages(ctx, kind, id, paging)
  const { items } = await listMessagesBefore(ctx, kind, id, { before, perPage: paging.perPage })
  return { items, page: paging.page, perPage: paging.perPage, total }
}

/** A message with how far its receiver has come. */
function withMarks(message: DirectMessage, { mine, theirs }: FoundThread, { me }: Pair) {
  const { readUpTo, deliveredUpTo } = message.sender.id === me.id ? theirs : mine
  return { ...message, seen: message.id <= readUpTo, delivered: message.id <= deliveredUpTo }
}
