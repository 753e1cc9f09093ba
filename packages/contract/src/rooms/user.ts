import { z } from 'zod'
import { id, prefixed } from '../fields.ts'

/** Somebody as those they write with in a room see them. */
export const RoomUser = z.object({
  id: prefixed('USR', id()),
  username: z.string().describe('What they are called.'),
  profilePicture: z.string().nullable().describe('Address of their picture; null for none.'),
  isSeller: z.boolean().describe('They have a store.'),
})
export type RoomUser = z.output<typeof RoomUser>
