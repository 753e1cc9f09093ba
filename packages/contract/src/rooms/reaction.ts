import { z } from 'zod'
import { id, time } from '../fields.ts'

/** What somebody may say of a message without a word. */
export const REACTIONS = [
  'THUMBS_UP',
  'THUMBS_DOWN',
  'HEART',
  'FIRE',
  'STAR',
  'MONEY',
  'SHOPPING',
  'CHECK',
  'EYES',
  'CLAP',
  'ROCKET',
  'SMILE',
] as const
export type ReactionType = (typeof REACTIONS)[number]

/** One sort of reaction to a message. */
export const Reaction = z.object({
  reactionType: z.enum(REACTIONS),
  emoji: z.string(),
  count: z.int().positive(),
  hasReacted: z.boolean().describe('The caller is among them.'),
})
export type Reaction = z.output<typeof Reaction>

/** Reactions to a message have changed: how many there are now, by their sort. */
export const RoomReactionsEvent = z.object({
  type: z.literal('room.reactions'),
  at: time(),
  roomId: id(),
  messageId: id(),
  reactions: z.partialRecord(z.enum(REACTIONS), z.int().positive()),
})
export type RoomReactionsEvent = z.output<typeof RoomReactionsEvent>
