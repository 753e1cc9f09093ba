import type { ChatUser } from '@souk/contract'
import { SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, isStaff, signedIn, viewerId } from '../context.ts'
import type { Mark } from '../conversations/mark-read.ts'
import { maskedEmail } from '../people/masked-email.ts'
import { invalidRecipient, type Sides } from './direct-chat.ts'

/** The caller, somebody else, and what there is between them. */
export interface Pair extends Sides {
  /** Neither may write to the other. */
  readonly isBlocked: boolean
  /** None before the first message. */
  readonly thread: FoundThread | undefined
}

export interface FoundThread {
  readonly id: number
  /** How many messages it has, deleted ones too. */
  readonly messages: number
  readonly mine: Mark
  readonly theirs: Mark
}

interface PairRow extends Sides {
  readonly isBlocked: boolean
  readonly threadId: number | null
  readonly messages: number | null
  readonly mine: Mark | null
  readonly theirs: Mark | null
}

const MINE = `jsonb_build_object('readUpTo', mine.read_up_to, 'deliveredUpTo', mine.delivered_up_to,
                                'unread', mine.unread)`
/** Of somebody whom a block stands between, how far they had come when it began. */
const THEIRS = `jsonb_build_object(
  'readUpTo', least(theirs.read_up_to, block.read_up_to),
  'deliveredUpTo', least(theirs.delivered_up_to, block.delivered_up_to), 'unread', theirs.unread)`

const selectPair = statement<PairRow>(
  'chat-pair',
  `select chat_user(me) || jsonb_build_object('email', me.email) as me,
          chat_user(other) || jsonb_build_object('email', other.email) as other,
          block.many > 0 as "isBlocked", t.id as "threadId", c.messages,
          case when mine is not null then ${MINE} end as mine,
          case when theirs is not null then ${THEIRS} end as theirs
     from users me join users other on other.id = find_user($2)
     left join direct_threads t
       on t.user_one = least(me.id, other.id) and t.user_two = greatest(me.id, other.id)
     left join conversations c on c.name = 'direct:' || t.id
     left join conversation_members mine on mine.conversation = c.name and mine.user_id = me.id
     left join conversation_members theirs
       on theirs.conversation = c.name and theirs.user_id = other.id
     cross join lateral (
       select count(*) as many, min((mark ->> 'readUpTo')::bigint) as read_up_to,
              min((mark ->> 'deliveredUpTo')::bigint) as delivered_up_to
         from user_blocks b, lateral (select b.marks -> other.id::text as mark) marked
        where (b.user_id, b.blocked_id) in ((me.id, other.id), (other.id, me.id))) block
    where me.id = $1 and other.id <> me.id`,
)

const ID = /^(?:[1-9]\d{0,14}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/

/**
 * How SQL finds a user whom somebody names.
 * @throws NOT_FOUND for what is no id of a user at all
 */
export function userNamed(uid: string): string {
  if (!ID.test(uid)) throw invalidRecipient()
  return uid
}

/**
 * Finds whom the caller writes with.
 * @throws NOT_FOUND when there is no such user, or it is the caller
 */
export async function findPair(ctx: Ctx, uid: string): Promise<Pair> {
  const [row] = await ctx.db.query(selectPair, [signedIn(ctx).userId, userNamed(uid)])
  if (!row) throw invalidRecipient()
  const { me, other, isBlocked, threadId, messages, mine, theirs } = row
  const thread =
    threadId === null || !mine || !theirs
      ? undefined
      : { id: threadId, messages: messages ?? 0, mine, theirs }
  return { me: shownTo(ctx, me), other: shownTo(ctx, other), isBlocked, thread }
}

interface SidesRow {
  readonly id: number
  readonly userOne: ChatUser
  readonly userTwo: ChatUser
}

const selectOfMessage = statement<SidesRow>(
  'chat-thread-of-message',
  `select t.id, t."userOne", t."userTwo"
     from messages m join direct_thread_view t on t.id = direct_thread(m.conversation)
    where m.id = $2 and $1 in (t.user_one, t.user_two)`,
)

/**
 * The thread of a message that the caller may read.
 * @throws NOT_FOUND
 */
export async function threadOfMessage(
  ctx: Ctx,
  messageId: number,
): Promise<Sides & { readonly id: number }> {
  const { userId } = signedIn(ctx)
  const [row] = await ctx.db.query(selectOfMessage, [userId, messageId])
  if (!row) throw new SoukError('NOT_FOUND', 'Message not found')
  const [one, two] = [shownTo(ctx, row.userOne), shownTo(ctx, row.userTwo)]
  const [me, other] = one.id === userId ? [one, two] : [two, one]
  return { id: row.id, me, other }
}

/** A user as the caller may see them. */
export function shownTo(ctx: Ctx, user: ChatUser): ChatUser {
  const isOpen = isStaff(ctx) || viewerId(ctx) === user.id
  return isOpen ? user : { ...user, email: user.email && maskedEmail(user.email) }
}
