import type { ChatUser, Page, Thread } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { shownTo } from './find-thread.ts'

type ThreadRow = Omit<Thread, 'userOne' | 'userTwo'> & {
  readonly userOne: ChatUser
  readonly userTwo: ChatUser
}

const threads = pagedList<ThreadRow, never>('chat-threads', {}, () => ({
  branches: [
    `select user_id, conversation, latest_id from conversation_members
      where user_id = $me and kind = 'direct' and latest_id > 0`,
  ],
  order: ['latest_id desc', 'conversation'],
  show: `t.id, t."userOne", t."userTwo", m.body as "lastMessage", m.id as "lastMessageId",
         m.created_at as "lastMessageAt", mine.unread, t."createdAt"
    from page join direct_thread_view t on t.id = direct_thread(page.conversation)
    join conversation_members mine
      on mine.conversation = page.conversation and mine.user_id = page.user_id
    join messages m on m.id = page.latest_id`,
}))

/** The caller's threads, latest activity first. */
export function listThreads(ctx: Ctx, paging: Paging): Promise<Page<Thread>> {
  const me = signedIn(ctx).userId
  return readPage(ctx, threads, { me }, paging, (row) => ({
    ...row,
    userOne: shownTo(ctx, row.userOne),
    userTwo: shownTo(ctx, row.userTwo),
    lastMessageAt: isoTime(row.lastMessageAt),
    createdAt: isoTime(row.createdAt),
  }))
}
