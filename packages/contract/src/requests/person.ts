import { z } from 'zod'
import { id, named, prefixed } from '../fields.ts'

/** Somebody as others see them beside a request. */
export const RequestPerson = z.object({
  id: prefixed('USR', id()),
  username: z.string().describe('What they are called.'),
  avatar: z.string().nullable().describe('Address of their picture.'),
  isSeller: z.boolean().describe('They have a store.'),
})
export type RequestPerson = z.output<typeof RequestPerson>

/** The picture by the name that clients of document 5 read first. */
export const PersonInDocument5 = RequestPerson.extend({
  avatar: named('profile_picture', z.string().nullable()).describe(
    'Address of their picture; null for none.',
  ),
})
