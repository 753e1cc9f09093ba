import { SoukError } from '@souk/contract'
import { row, statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import {
  type ConversationKind,
  conversationOf,
  type MessageRow,
  type StoredMessage,
  showMessage,
} from '../conversations/kind.ts'
import { membersOf } from '../conversations/members.ts'
import { call, dbFunction } from '../db-function.ts'

interface About {
  readonly roomId: number
}
export type RoomMessage = StoredMessage & About

type RoomKind = ConversationKind<About, void, RoomMessage>

/** A kind that no domain has: members read and write, and another stream hears all of it. */
export const room: RoomKind & Required<Pick<RoomKind, 'records'>> = {
  kind: 'room',
  async mayRead(ctx, id) {
    const members = await membersOf(ctx, conversationOf(room, id))
    const { userId } = signedIn(ctx)
    if (!members.some((member) => member.userId === userId)) {
      throw new SoukError('NOT_FOUND', 'Room not found')
    }
  },
  about: (roomId) => ({ roomId }),
  show: (message) => message,
  records: {
    streams: (id) => [conversationOf(room, id), `heard:${id}`],
    read: 'room.read',
    delivered: 'room.delivered',
    deleted: 'room.deleted',
  },
}

const postFunction = dbFunction(
  'post_message',
  [
    'conversation',
    'members',
    'streams',
    'about',
    'sender',
    'event',
    'body',
    'type',
    'data',
    'clientId',
  ],
  row<{ message: MessageRow<About>; is_new: boolean }>(),
)

export interface Posting {
  /** Who belongs to the room from now on; unless given, who does already. */
  readonly members?: readonly number[] | undefined
  readonly body?: string
  readonly type?: string
  readonly data?: object
  readonly clientId?: string | undefined
}

/** Writes in a room. */
export async function post(
  ctx: Ctx,
  id: number,
  { members, body = 'a word', type = 'text', data, clientId }: Posting = {},
): Promise<RoomMessage & { readonly isNew: boolean }> {
  const { message, is_new: isNew } = await call(ctx, postFunction, {
    conversation: conversationOf(room, id),
    members: members ?? null,
    streams: room.records.streams(id, undefined),
    about: JSON.stringify({ roomId: id }),
    sender: signedIn(ctx).userId,
    event: 'room.message',
    body,
    type,
    data: data ? JSON.stringify(data) : null,
    clientId: clientId ?? null,
  })
  return { ...showMessage(room, message), isNew }
}

const postTogetherStatement = statement<{ messages: ({ id: number } | null)[] }>(
  'test-post-together',
  `select to_jsonb(messages) as messages from post_messages(
     row(null, false, null, now())::call_context, 'room.message', array(
       select row($1::text, $2::text[], $3::jsonb, sender, 'a word', name)::message_entry
         from unnest($4::bigint[], $5::text[]) with ordinality as e (sender, name, n) order by n))`,
)

/** Has several write in a room at once. @returns the number of each message; undefined for what is there already */
export async function postTogether(
  ctx: Ctx,
  id: number,
  posts: readonly { readonly sender: number; readonly clientId?: string | undefined }[],
): Promise<(number | undefined)[]> {
  const [posted] = await ctx.db.query(postTogetherStatement, [
    conversationOf(room, id),
    room.records.streams(id, undefined),
    JSON.stringify({ roomId: id }),
    posts.map(({ sender }) => sender),
    posts.map(({ clientId }) => clientId ?? null),
  ])
  return (posted?.messages ?? []).map((message) => message?.id)
}
