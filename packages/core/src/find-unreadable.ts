import type { Ctx } from './context.ts'
import { unreadables } from './domains.ts'

/**
 * What was sealed under another secret key than the one there is, for people. Of each kind only the newest is
 * looked at: what came since the key was changed can be opened.
 */
export async function findUnreadable(ctx: Ctx): Promise<string[]> {
  const found = await Promise.all(unreadables.map((unreadable) => unreadable(ctx)))
  return found.filter((one) => one !== undefined)
}
