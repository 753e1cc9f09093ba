import { z } from 'zod'
import { id, prefixed, time } from '../fields.ts'

export const TYPING_ACTIONS = ['start', 'stop'] as const

/** Somebody is writing in a room at this moment, or is no more. Nothing of it is kept. */
export const RoomTypingEvent = z.object({
  type: z.literal('room.typing'),
  at: time(),
  roomId: id(),
  userId: prefixed('USR', id()),
  username: z.string(),
  action: z.enum(TYPING_ACTIONS),
})
export type RoomTypingEvent = z.output<typeof RoomTypingEvent>
