import { z } from 'zod'
import { id, prefixed } from '../fields.ts'

/** Somebody as those they write with in a room see them. */
export const RoomUser = z.object({
  id: prefixed('USR', id()),
  username: z.string(),
  profilePicture: z.string().nullable(),
  isSeller: z.boolean().describe('They have a store.'),
})
export type RoomUser = z.output<typeof RoomUser>
