import type { Ctx } from '../context.ts'
import { recordEvent } from '../events/record-event.ts'
import { sessionStream } from '../events/streams.ts'
import { Session } from './entities.ts'

/**
 * Ends sessions of a user: one, or all but one. Their tokens stop working with this transaction,
 * and the event tells open sockets to look at their credential again.
 */
export async function revokeSessions(
  ctx: Ctx,
  userId: number,
  which: { only: string } | { except: string | null },
): Promise<void> {
  const id = 'only' in which ? { id: which.only } : which.except && { id: { $ne: which.except } }
  const where = { user: userId, revokedAt: null, ...(id || {}) }
  const ended = await ctx.db.em.nativeUpdate(Session, where, { revokedAt: ctx.clock() })
  if (ended > 0) await recordEvent(ctx, [sessionStream(userId)], 'session.revoked', { ended })
}
