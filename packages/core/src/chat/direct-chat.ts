import { type ChatUser, type DirectMessage, SoukError } from '@souk/contract'
import { attachedOf } from '../attachments/attached.ts'
import type { Ctx } from '../context.ts'
import type { ConversationKind, StoredMessage } from '../conversations/kind.ts'
import { chatStream } from '../events/streams.ts'

/** The two of a thread. */
export interface Sides {
  readonly me: ChatUser
  readonly other: ChatUser
}

/** What messages say beside themselves. The log leaves out the e-mail addresses. */
export interface AboutDirect {
  readonly threadId: number
  readonly sender: Partial<ChatUser> & Omit<ChatUser, 'email'>
  readonly receiver: Partial<ChatUser> & Omit<ChatUser, 'email'>
}

export type DirectChat = ConversationKind<AboutDirect, Sides, DirectMessage> &
  Required<Pick<ConversationKind<AboutDirect, Sides, DirectMessage>, 'records'>>

/** How a message is shown. Whether it was seen is not its own to know: see `withMarks`. */
export function directMessageOf(
  ctx: Pick<Ctx, 'origin'>,
  row: StoredMessage & AboutDirect,
): DirectMessage {
  const { id, threadId, message, data, clientId, isDeleted, createdAt } = row
  return {
    id,
    threadId,
    sender: { ...row.sender, email: row.sender.email ?? null },
    receiver: { ...row.receiver, email: row.receiver.email ?? null },
    message,
    clientId,
    ...attachedOf(ctx, data),
    delivered: false,
    seen: false,
    deleted: isDeleted,
    createdAt,
    updatedAt: createdAt,
  }
}

/** The chat of a thread that has been found, for one of its two. */
export function directChat(ctx: Pick<Ctx, 'origin'>, sides: Sides): DirectChat {
  return {
    kind: 'direct',
    mayRead: async () => sides,
    about: (threadId, { me, other }, { senderId }) =>
      senderId === me.id
        ? { threadId, sender: me, receiver: other }
        : { threadId, sender: other, receiver: me },
    show: (message) => directMessageOf(ctx, message),
    records: {
      streams: (_, { me, other }) => [chatStream(me.id), chatStream(other.id)],
      read: 'direct.read',
      delivered: 'direct.delivered',
      deleted: 'direct.message_deleted',
    },
  }
}

export const invalidRecipient = () => new SoukError('NOT_FOUND', 'Invalid recipient')
