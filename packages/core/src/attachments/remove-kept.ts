import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'

const forget = statement<object>(
  'forget-attachments',
  `delete from attachments where id = any ($1) and state = 'removed'`,
)

/**
 * Removes files that nobody has any more, then what is known of them: so that none is left without a row.
 * @returns those whose files the store could not remove now
 */
export async function removeKept(ctx: Ctx, ids: readonly string[]): Promise<readonly unknown[]> {
  const removals = await Promise.allSettled(ids.map((id) => ctx.blobs.remove(id)))
  const gone = ids.filter((_, i) => removals[i]?.status === 'fulfilled')
  if (gone.length > 0) await ctx.db.query(forget, [gone])
  return removals.flatMap((removal) => (removal.status === 'rejected' ? [removal.reason] : []))
}
