import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'

const follow = statement<{ head: number }>(
  'webhooks-follow',
  'select follow_for_webhooks($1) as head',
)

/**
 * Has a user's stream followed from now on, in the running transaction, where whoever else changes their
 * endpoints waits for it.
 * @returns its head: what comes after it, an endpoint is told
 */
export async function followFor(ctx: Ctx, userId: number): Promise<number> {
  const [row] = await ctx.db.query(follow, [userId])
  return row?.head ?? 0
}
