import { z } from 'zod'
import { id, named, time, unless } from '../fields.ts'

/** A user as those they write with see them. */
export const ChatUser = z.object({
  id: id().describe('The user number.'),
  uuid: z.uuid().describe('The same user in document 4.'),
  username: z.string().describe('One of a kind.'),
  email: z
    .string()
    .nullable()
    .describe('Masked, but for oneself and staff; null in events, and for who has none.'),
  firstName: z.string().nullable().describe('Null where none was given.'),
  lastName: z.string().nullable().describe('Null where none was given.'),
})
export type ChatUser = z.output<typeof ChatUser>

/** A message between two users. */
export const DirectMessage = z.object({
  id: id(),
  threadId: id().describe('The thread between the two.'),
  sender: ChatUser.describe('Who has written it.'),
  receiver: ChatUser.describe('Whom it was written to.'),
  message: z.string().describe('Empty once it has been deleted.'),
  clientId: z.string().nullable().describe('The name that the sender’s client gave it.'),
  attachedFile: z
    .string()
    .nullable()
    .describe('Where the file of the message can be had, by the two alone: an absolute URL.'),
  attachedFileName: z.string().nullable().describe('What the file is called; null without one.'),
  attachedFileSize: z.string().describe('Such as `12kb`; `0kb` without a file.'),
  delivered: z.boolean().describe('It has reached a client of the receiver’s.'),
  seen: z.boolean().describe('The receiver has read it.'),
  deleted: z
    .boolean()
    .describe('Its sender has deleted it: text and file are gone, its place stays.'),
  createdAt: time().describe('When it was sent.'),
  updatedAt: time().describe('When it was last changed, as by deleting it.'),
})
export type DirectMessage = z.output<typeof DirectMessage>

const { firstName, lastName, username, email } = ChatUser.shape
const uuid = named('id', ChatUser.shape.uuid.clone()).describe('The user as document 4 names them.')

/** In the order of document 4, then what it leaves out. */
export const SideInDocument4 = z.object({
  uuid,
  email,
  profile: z
    .null()
    .default(null)
    .describe('Always null: the document shows it, and does not say what it holds.'),
  username,
  firstName,
  lastName,
})

const message = DirectMessage.shape

export const DirectMessageInDocument4 = z.object({
  id: message.id,
  sender: SideInDocument4.describe('Who has written it.'),
  receiver: SideInDocument4.describe('Whom it was written to.'),
  attachedFileSize: message.attachedFileSize,
  message: message.message,
  updatedAt: named('updated', time()).describe('When it was last changed, as by deleting it.'),
  createdAt: named('created', time()).describe('When it was sent.'),
  seen: message.seen,
  deleted: message.deleted,
  attachedFile: message.attachedFile,
  attachedFileName: message.attachedFileName,
  threadId: named('thread', id()).describe('The thread between the two.'),
  delivered: message.delivered,
  clientId: unless(message.clientId.clone(), (given) => given === null),
})

/** Two users who have written to each other. */
export const Thread = z.object({
  id: id(),
  userOne: ChatUser.describe('Whose account is older.'),
  userTwo: ChatUser.describe('The other one.'),
  lastMessage: z.string().describe('Empty where that has been deleted.'),
  lastMessageId: id().describe('The newest message.'),
  lastMessageAt: time().describe('When the newest message was sent.'),
  unread: z.int().describe('How many messages of the other’s the caller has not read.'),
  createdAt: time().describe('When the first message was sent.'),
})
export type Thread = z.output<typeof Thread>

export const UserInDocument4 = z.object({ uuid, email, firstName, lastName, username })

export const ThreadInDocument4 = z.object({
  id: Thread.shape.id,
  userOne: UserInDocument4.describe('Whose account is older.'),
  userTwo: UserInDocument4.describe('The other one.'),
  lastMessage: Thread.shape.lastMessage,
  createdAt: named('craeted', time()).describe(
    'When the first message was sent; the document spells it so.',
  ),
  lastMessageId: Thread.shape.lastMessageId,
  lastMessageAt: Thread.shape.lastMessageAt,
  unread: Thread.shape.unread,
})

/** Somebody whom the caller has blocked. */
export const BlockedUser = z.object({
  user: ChatUser.describe('Whom the caller has blocked.'),
  blockedAt: time().describe('Since when.'),
})
export type BlockedUser = z.output<typeof BlockedUser>

export const BlockedUserInDocument4 = BlockedUser.extend({
  user: UserInDocument4.describe('Whom the caller has blocked.'),
})
