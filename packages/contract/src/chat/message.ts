import { z } from 'zod'
import { id, named, time, unless } from '../fields.ts'

/** A user as those they write with see them. */
export const ChatUser = z.object({
  id: id().describe('The user number.'),
  uuid: z.uuid(),
  username: z.string(),
  email: z
    .string()
    .nullable()
    .describe('Masked, but for oneself and staff; null in events, and for who has none.'),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
})
export type ChatUser = z.output<typeof ChatUser>

/** A message between two users. */
export const DirectMessage = z.object({
  id: id(),
  threadId: id(),
  sender: ChatUser,
  receiver: ChatUser,
  message: z.string().describe('Empty once it has been deleted.'),
  clientId: z.string().nullable().describe('The name that the sender’s client gave it.'),
  attachedFile: z
    .string()
    .nullable()
    .describe('Where the file of the message can be had, by the two alone: an absolute URL.'),
  attachedFileName: z.string().nullable(),
  attachedFileSize: z.string().describe('Such as `12kb`; `0kb` without a file.'),
  delivered: z.boolean().describe('It has reached a client of the receiver’s.'),
  seen: z.boolean().describe('The receiver has read it.'),
  deleted: z.boolean(),
  createdAt: time(),
  updatedAt: time(),
})
export type DirectMessage = z.output<typeof DirectMessage>

const { firstName, lastName, username, email } = ChatUser.shape
const uuid = named('id', ChatUser.shape.uuid.clone())

/** In the order of document 4, then what it leaves out. */
const SideInDocument4 = z.object({
  uuid,
  email,
  profile: z.null().default(null),
  username,
  firstName,
  lastName,
})

const message = DirectMessage.shape

export const DirectMessageInDocument4 = z.object({
  id: message.id,
  sender: SideInDocument4,
  receiver: SideInDocument4,
  attachedFileSize: message.attachedFileSize,
  message: message.message,
  updatedAt: named('updated', time()),
  createdAt: named('created', time()),
  seen: message.seen,
  deleted: message.deleted,
  attachedFile: message.attachedFile,
  attachedFileName: message.attachedFileName,
  threadId: named('thread', id()),
  delivered: message.delivered,
  clientId: unless(message.clientId.clone(), (given) => given === null),
})

/** Two users who have written to each other. */
export const Thread = z.object({
  id: id(),
  userOne: ChatUser.describe('Whose account is older.'),
  userTwo: ChatUser,
  lastMessage: z.string().describe('Empty where that has been deleted.'),
  lastMessageId: id(),
  lastMessageAt: time(),
  unread: z.int().describe('How many messages of the other’s the caller has not read.'),
  createdAt: time(),
})
export type Thread = z.output<typeof Thread>

const UserInDocument4 = z.object({ uuid, email, firstName, lastName, username })

export const ThreadInDocument4 = z.object({
  id: Thread.shape.id,
  userOne: UserInDocument4,
  userTwo: UserInDocument4,
  lastMessage: Thread.shape.lastMessage,
  createdAt: named('craeted', time()),
  lastMessageId: Thread.shape.lastMessageId,
  lastMessageAt: Thread.shape.lastMessageAt,
  unread: Thread.shape.unread,
})

/** Somebody whom the caller has blocked. */
export const BlockedUser = z.object({
  user: ChatUser,
  blockedAt: time(),
})
export type BlockedUser = z.output<typeof BlockedUser>

export const BlockedUserInDocument4 = BlockedUser.extend({ user: UserInDocument4 })
