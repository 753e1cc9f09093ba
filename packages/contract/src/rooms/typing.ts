import { z } from 'zod'
import { happenedAt, id, prefixed } from '../fields.ts'

export const TYPING_ACTIONS = ['start', 'stop'] as const

/** Somebody is writing in a room at this moment, or is no more. Nothing of it is kept. */
export const RoomTypingEvent = z.object({
  type: z.literal('room.typing').describe('That somebody writes, or has stopped.'),
  at: happenedAt(),
  roomId: id().describe('The room.'),
  userId: prefixed('USR', id()).describe('Who it is.'),
  username: z.string().describe('What they are called.'),
  action: z.enum(TYPING_ACTIONS).describe('Whether they begin to write, or stop.'),
})
export type RoomTypingEvent = z.output<typeof RoomTypingEvent>
