import type { ReadMark } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { type ConversationKind, conversationOf } from './kind.ts'

/** How far a member has come in a conversation. */
export interface Mark {
  /** The number of the last message that they have read; 0 for none. */
  readonly readUpTo: number
  /** The last one that has reached them. */
  readonly deliveredUpTo: number
  /** How many messages of others came after it, those not counted that were deleted. */
  readonly unread: number
}

/** A mark, and whether it has moved just now. */
export interface MovedMark extends Mark {
  readonly changed: boolean
}

interface MarkedRow {
  readonly changed: boolean
  readonly read_up_to: number
  readonly delivered_up_to: number
  readonly unread: number
}

const markFunction = dbFunction(
  'mark_messages',
  ['conversation', 'upTo', 'read', 'streams', 'event', 'about'],
  row<MarkedRow>(),
)

/**
 * Says that the caller has read a conversation up to a message, or all of it. Marks only ever move on;
 * of who is no member, such as staff, none is kept.
 * @throws what the kind says to who may not read it
 */
export function markRead<About extends object, Seen, Shown>(
  ctx: Ctx,
  kind: ConversationKind<About, Seen, Shown>,
  id: number,
  upTo?: number,
): Promise<MovedMark> {
  return mark(ctx, kind, id, upTo, true)
}

/** The same, as the contract shows it. */
export async function readMark<About extends object, Seen, Shown>(
  ctx: Ctx,
  kind: ConversationKind<About, Seen, Shown>,
  id: number,
  upTo: number | undefined,
): Promise<ReadMark> {
  const { readUpTo, unread } = await markRead(ctx, kind, id, upTo)
  return { readUpTo: readUpTo || null, unread }
}

/** Says that messages have reached the caller, who may not have looked at them. */
export function markDelivered<About extends object, Seen, Shown>(
  ctx: Ctx,
  kind: ConversationKind<About, Seen, Shown>,
  id: number,
  upTo?: number,
): Promise<MovedMark> {
  return mark(ctx, kind, id, upTo, false)
}

async function mark<About extends object, Seen, Shown>(
  ctx: Ctx,
  kind: ConversationKind<About, Seen, Shown>,
  id: number,
  upTo: number | undefined,
  read: boolean,
): Promise<MovedMark> {
  const senderId = signedIn(ctx).userId
  const seen = await kind.mayRead(ctx, id)
  const { records } = kind
  const marked = await call(ctx, markFunction, {
    conversation: conversationOf(kind, id),
    upTo: upTo ?? null,
    read,
    streams: records?.streams(id, seen) ?? [],
    event: (read ? records?.read : records?.delivered) ?? null,
    about: JSON.stringify(kind.about(id, seen, { senderId })),
  })
  const { changed, read_up_to: readUpTo, delivered_up_to: deliveredUpTo, unread } = marked
  return { changed, readUpTo, deliveredUpTo, unread }
}
