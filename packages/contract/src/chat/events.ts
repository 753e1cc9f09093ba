import { z } from 'zod'
import { id, time } from '../fields.ts'
import { DirectMessage } from './message.ts'

/** A message was sent; or deleted, and is empty from then on. */
export const DirectMessageEvent = z.object({
  type: z.enum(['direct.message', 'direct.message_deleted']),
  at: time(),
  message: DirectMessage,
})
export type DirectMessageEvent = z.output<typeof DirectMessageEvent>

/** Somebody has read a thread up to a message, or messages of it have reached them. */
export const DirectMarkEvent = z.object({
  type: z.enum(['direct.read', 'direct.delivered']),
  at: time(),
  threadId: id(),
  userId: id().describe('Who has read, or received.'),
  userUuid: z.uuid(),
  upTo: id().describe('The newest of these messages.'),
})
export type DirectMarkEvent = z.output<typeof DirectMarkEvent>

/** What happens in the caller’s threads. */
export const DirectEvent = z.discriminatedUnion('type', [DirectMessageEvent, DirectMarkEvent])
export type DirectEvent = z.output<typeof DirectEvent>

/** Somebody is writing to the caller, at this moment. */
export const TypingEvent = z.object({
  type: z.literal('direct.typing'),
  at: time(),
  threadId: id(),
  userId: id(),
  userUuid: z.uuid(),
})
export type TypingEvent = z.output<typeof TypingEvent>
