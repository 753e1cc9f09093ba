import type { Ctx } from '../context.ts'
import { inboxOf } from './inbox.ts'

/** How many notifications the caller has not read. */
export async function countUnread(ctx: Ctx): Promise<{ count: number }> {
  return { count: (await inboxOf(ctx)).unread }
}
