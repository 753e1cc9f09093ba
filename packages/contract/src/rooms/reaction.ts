import { z } from 'zod'
import { happenedAt, id } from '../fields.ts'

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
  reactionType: z.enum(REACTIONS).describe('Which reaction.'),
  emoji: z.string().describe('The same as a sign.'),
  count: z.int().positive().describe('How many have reacted so.'),
  hasReacted: z.boolean().describe('The caller is among them.'),
})
export type Reaction = z.output<typeof Reaction>

/** Reactions to a message have changed: how many there are now, by their sort. */
export const RoomReactionsEvent = z.object({
  type: z.literal('room.reactions').describe('That they have changed.'),
  at: happenedAt(),
  roomId: id().describe('The room.'),
  messageId: id().describe('The message they are to.'),
  reactions: z
    .partialRecord(z.enum(REACTIONS), z.int().positive())
    .describe('How many there are now, by their sort.'),
})
export type RoomReactionsEvent = z.output<typeof RoomReactionsEvent>
