import { type Ctx, signedIn } from '../context.ts'
import { revokeSessions } from './revoke-sessions.ts'

/**
 * Ends the session of the credential that was used; its tokens and sockets stop at once. An account's
 * token is all that its owner has: it ends their sessions, and stays good.
 */
export async function logout(ctx: Ctx): Promise<null> {
  const { userId, sessionId } = signedIn(ctx)
  const which = sessionId === null ? { except: null } : { only: sessionId }
  await ctx.db.transaction((db) => revokeSessions({ ...ctx, db }, userId, which))
  return null
}
