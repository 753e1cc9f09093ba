import type { Page } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'

export interface Message {
  readonly id: number
  readonly senderId: number
  readonly senderName: string
  readonly senderUsername: string
  readonly message: string
  readonly createdAt: string
}

const messages = pagedList<Message, never>('messages', {}, () => ({
  branches: ['select id from messages where conversation = $conversation'],
  order: ['id desc'],
  show: `m.id, m.sender_id as "senderId", u.display_name as "senderName",
         u.username as "senderUsername", m.body as message, m.created_at as "createdAt"
    from page join messages m on m.id = page.id join users u on u.id = m.sender_id`,
}))

/** One page of a conversation: page 1 holds the newest messages, each page is oldest first. */
export async function listMessages(
  ctx: Ctx,
  conversation: string,
  paging: Paging,
): Promise<Page<Message>> {
  const found = await readPage(ctx, messages, { conversation }, paging, (row) => ({
    ...row,
    createdAt: isoTime(row.createdAt),
  }))
  return { ...found, items: found.items.reverse() }
}
