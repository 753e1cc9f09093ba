import { SoukError } from '@souk/contract'
import { row } from '@souk/database'
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
    streams: (id) => [`heard:${id}`],
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
