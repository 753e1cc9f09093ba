import { z } from 'zod'
import { happenedAt, id } from '../fields.ts'
import { DirectMessage } from './message.ts'

/** A message was sent; or deleted, and is empty from then on. */
export const DirectMessageEvent = z.object({
  type: z
    .enum(['direct.message', 'direct.message_deleted'])
    .describe('Whether it was sent or deleted.'),
  at: happenedAt(),
  message: DirectMessage.describe('The message as it is from then on.'),
})
export type DirectMessageEvent = z.output<typeof DirectMessageEvent>

/** Somebody has read a thread up to a message, or messages of it have reached them. */
export const DirectMarkEvent = z.object({
  type: z
    .enum(['direct.read', 'direct.delivered'])
    .describe('Whether they were read, or have only arrived.'),
  at: happenedAt(),
  threadId: id().describe('The thread they are in.'),
  userId: id().describe('Who has read, or received.'),
  userUuid: z.uuid().describe('The same user in document 4.'),
  upTo: id().describe('The newest of these messages.'),
})
export type DirectMarkEvent = z.output<typeof DirectMarkEvent>

/** What happens in the caller’s threads. */
export const DirectEvent = z.discriminatedUnion('type', [DirectMessageEvent, DirectMarkEvent])
export type DirectEvent = z.output<typeof DirectEvent>

/** Somebody is writing to the caller, at this moment. */
export const TypingEvent = z.object({
  type: z.literal('direct.typing').describe('That somebody is writing.'),
  at: happenedAt(),
  threadId: id().describe('The thread between the two.'),
  userId: id().describe('Who is writing.'),
  userUuid: z.uuid().describe('The same user in document 4.'),
})
export type TypingEvent = z.output<typeof TypingEvent>
