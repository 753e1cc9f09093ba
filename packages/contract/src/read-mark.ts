import { z } from 'zod'
import { id, pageOf } from './fields.ts'

/** What a read mark says. */
export const LAST_READ =
  'The last message that they have read. Of who only looks in, such as staff, none is kept.'

const unread = () => z.int().min(0).describe('How many messages of others the caller has not read.')

/** How far the caller has read what others write. */
export const ReadMark = z.object({
  readUpTo: id().nullable().describe(LAST_READ),
  unread: unread(),
})
export type ReadMark = z.output<typeof ReadMark>

export const READ_UP_TO = 'A message; without it, all that there are.'

/** A page of messages, and how many are new to the caller: what documents show of it lacks the latter. */
export function pageOfMessages<T extends z.ZodType>(message: T) {
  return pageOf(message).extend({ unread: unread() })
}
