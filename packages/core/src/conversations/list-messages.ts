import type { Page } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, viewerId } from '../context.ts'
import { type PagedList, type Paging, pagedList, readPage } from '../pages.ts'
import { type ConversationKind, conversationOf, type MessageRow, showMessage } from './kind.ts'

const listed = (name: string, order: string) =>
  pagedList<MessageRow, never>(name, {}, () => ({
    branches: ['select id from messages where conversation = $conversation'],
    order: [order],
    show: 'v.* from page join message_view v on v.id = page.id',
  }))

const newestFirst = listed('messages', 'id desc')
const oldestFirst = listed('messages-from-the-first', 'id')

/** A page of messages, and how many are new to whoever reads it: reading alone marks nothing. */
export interface PageOfMessages<Shown> extends Page<Shown> {
  unread: number
}

/**
 * One page of a conversation: page 1 holds the newest messages, each page is oldest first.
 * @throws what the kind says to who may not read it
 */
export async function listMessages<About extends object, Seen, Shown>(
  ctx: Ctx,
  kind: ConversationKind<About, Seen, Shown>,
  id: number,
  paging: Paging,
): Promise<PageOfMessages<Shown>> {
  const found = await readMessages(ctx, kind, id, newestFirst, paging)
  return { ...found, items: found.items.reverse() }
}

/** The same from the first message on: page 1 holds the oldest. */
export function listFromTheFirst<About extends object, Seen, Shown>(
  ctx: Ctx,
  kind: ConversationKind<About, Seen, Shown>,
  id: number,
  paging: Paging,
): Promise<PageOfMessages<Shown>> {
  return readMessages(ctx, kind, id, oldestFirst, paging)
}

async function readMessages<About extends object, Seen, Shown>(
  ctx: Ctx,
  kind: ConversationKind<About, Seen, Shown>,
  id: number,
  list: PagedList<MessageRow, never>,
  paging: Paging,
): Promise<PageOfMessages<Shown>> {
  const conversation = conversationOf(kind, id)
  const [counted] = await ctx.db.query(selectCounted, [conversation, viewerId(ctx)])
  const { messages, unread } = counted ?? { messages: 0, unread: 0 }
  const found = await readPage(ctx, list, { conversation }, paging, (row) => row, {}, messages)
  return { ...found, items: await shown(ctx, kind, id, found.items), unread }
}

/** How many messages a conversation has, and how many are new to somebody; nothing before the first. */
const selectCounted = statement<{ messages: number; unread: number }>(
  'conversation-counted',
  `select c.messages, coalesce(m.unread, 0) as unread
     from conversations c
     left join conversation_members m on m.conversation = c.name and m.user_id = $2
    where c.name = $1`,
)

const selectBefore = statement<MessageRow>(
  'messages-before',
  `select v.* from (select id from messages where conversation = $1 and id < $2
                     order by id desc limit $3) page
     join message_view v on v.id = page.id order by v.id desc`,
)

/** The newest messages before one, oldest first. */
export interface MessagesBefore<Shown> {
  readonly items: Shown[]
  /** There are older ones. */
  readonly hasMore: boolean
}

/**
 * The newest messages of a conversation before that with the number `before`, or of all.
 * @throws what the kind says to who may not read it
 */
export async function listMessagesBefore<About extends object, Seen, Shown>(
  ctx: Ctx,
  kind: ConversationKind<About, Seen, Shown>,
  id: number,
  { before = Number.MAX_SAFE_INTEGER, perPage }: { before?: number | undefined; perPage: number },
): Promise<MessagesBefore<Shown>> {
  const conversation = conversationOf(kind, id)
  const rows = await ctx.db.query(selectBefore, [conversation, before, perPage + 1])
  const items = await shown(ctx, kind, id, rows.slice(0, perPage).reverse())
  return { items, hasMore: rows.length > perPage }
}

/** Asked after reading: what was read was written while the caller could still see it. */
async function shown<About extends object, Seen, Shown>(
  ctx: Ctx,
  kind: ConversationKind<About, Seen, Shown>,
  id: number,
  rows: readonly MessageRow[],
): Promise<Shown[]> {
  const seen = await kind.mayRead(ctx, id)
  return rows.map((row) => showMessage(kind, { ...row, ...kind.about(id, seen, row) }))
}
