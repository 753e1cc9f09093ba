import type { Login } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { invalidToken } from '../invalid-token.ts'
import { RefreshToken, type Session } from './entities.ts'
import { revokeSessions } from './revoke-sessions.ts'
import { issueTokens, sessionExpiry } from './start-session.ts'
import { keepSuccessor, successorOf } from './successor.ts'
import { hashToken, newSessionToken } from './tokens.ts'

/**
 * Trades a refresh token for the session's next pair. Shown again at once, as by another tab, it
 * gives the same pair; shown again later, someone else has a copy: the whole session ends.
 * @throws INVALID_TOKEN
 */
export function refresh(ctx: Ctx, input: { refresh: string }): Promise<Login> {
  const tokenHash = hashToken(input.refresh)
  return ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db }
    const session = await liveSession(tx, tokenHash)
    if (!session) throw invalidToken()
    const unused = { tokenHash, usedAt: null }
    const claimed = await db.em.nativeUpdate(RefreshToken, unused, { usedAt: ctx.clock() })
    if (claimed === 0) {
      const given = await successorOf(tx, input.refresh)
      if (given) return given
      endStolenSession(tx, session)
      throw invalidToken()
    }
    // The opaque token was never stored, so the cookie gets a new one with each pair.
    const token = newSessionToken()
    session.tokenHash = hashToken(token)
    session.expiresAt = sessionExpiry(ctx.clock())
    const pair = await issueTokens(tx, session.user, session, token)
    await keepSuccessor(tx, input.refresh, pair)
    return pair
  })
}

function endStolenSession(ctx: Ctx, { id, user }: Session): void {
  ctx.db.afterRollback((outside) =>
    outside.transaction((db) => revokeSessions({ ...ctx, db }, user.id, { only: id })),
  )
}

async function liveSession(ctx: Ctx, tokenHash: Buffer): Promise<Session | null> {
  const token = await ctx.db.em.findOne(RefreshToken, { tokenHash }, { populate: ['session.user'] })
  const session = token?.session
  if (!session || session.revokedAt || session.expiresAt <= ctx.clock()) return null
  return session.user.isActive ? session : null
}
