import type { Ctx } from '../context.ts'
import { isoTime } from '../iso-time.ts'

/** What is written in a conversation: text, and data of a type that its domain knows. */
export interface StoredMessage {
  readonly id: number
  readonly senderId: number
  readonly senderName: string
  readonly senderUsername: string
  readonly avatar: string | null
  readonly type: string
  /** Empty when it was deleted. */
  readonly message: string
  readonly data: unknown
  /** How its sender's program named it, to have it stored once. */
  readonly clientId: string | null
  readonly isDeleted: boolean
  readonly createdAt: string
}

/**
 * A message as the log or a view has it: the log leaves out what is as with most messages, and has what
 * the message is about.
 */
export type MessageRow<About extends object = object> = Partial<StoredMessage> &
  Pick<StoredMessage, 'id' | 'senderId' | 'senderName' | 'message' | 'createdAt'> & {
    readonly senderUsername: string
  } & About

/**
 * A kind of conversation, as its domain declares it: who may read, and how messages are shown.
 * Who may write, and who its members are, the domain's database function says that posts.
 */
export interface ConversationKind<About extends object, Seen, Shown> {
  /** How its conversations are called: `trade:7` is of the kind `trade`. */
  readonly kind: string
  /**
   * Finds what the conversation is about, for those who may read it.
   * @throws NOT_FOUND, or whatever it is that others are told
   */
  readonly mayRead: (ctx: Ctx, id: number) => Promise<Seen>
  /** What messages and events say of what they are about: the same that the database function says. */
  readonly about: (id: number, seen: Seen, message: { readonly senderId: number }) => About
  /** A message as the contract has it, whether it was just sent, is listed, or is an event's. */
  readonly show: (message: StoredMessage & About) => Shown
  /** Where it is recorded how far members have read, and what they delete; nowhere unless given. */
  readonly records?: {
    readonly streams: (id: number, seen: Seen) => readonly string[]
    readonly read: string
    readonly delivered: string
    readonly deleted: string
  }
}

/** The name of a conversation: also that of its stream. */
export function conversationOf({ kind }: { readonly kind: string }, id: number): string {
  return `${kind}:${id}`
}

/** A message as it is shown, whole. */
export function showMessage<About extends object, Shown>(
  { show }: Pick<ConversationKind<About, never, Shown>, 'show'>,
  row: MessageRow<About>,
): Shown {
  return show({
    ...row,
    avatar: row.avatar ?? null,
    type: row.type ?? 'text',
    data: row.data ?? null,
    clientId: row.clientId ?? null,
    isDeleted: row.isDeleted ?? false,
    createdAt: isoTime(row.createdAt),
  })
}
