import { type Ctx, signedIn } from '../context.ts'
import { revokeSessions } from './revoke-sessions.ts'

/** Ends the session of the credential that was used; its tokens and sockets stop at once. */
export async function logout(ctx: Ctx): Promise<null> {
  const { userId, sessionId } = signedIn(ctx)
  await ctx.db.transaction((db) => revokeSessions({ ...ctx, db }, userId, { only: sessionId }))
  return null
}
