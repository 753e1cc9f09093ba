import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

const DAY = 86_400_000
/** Days for which a notification is kept once it has been read, and if it never is. */
const READ_DAYS = 90
const UNREAD_DAYS = 365
/** Removed at once, so that nobody waits long for their inbox. */
const MOST = 1000

const removeFunction = dbFunction(
  'remove_notifications',
  ['read', 'unread', 'most'],
  row<{ removed: number }>(),
)

/** Removes old notifications. */
export async function removeNotifications(ctx: Ctx): Promise<void> {
  const before = (days: number) => new Date(ctx.clock().getTime() - days * DAY)
  const values = { read: before(READ_DAYS), unread: before(UNREAD_DAYS), most: MOST }
  while ((await call(ctx, removeFunction, values)).removed === MOST) {
    // There may be more.
  }
}
