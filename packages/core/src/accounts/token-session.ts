import { randomUUID } from 'node:crypto'
import type { Ctx } from '../context.ts'
import { Session, User } from './entities.ts'
import { hashToken, newSessionToken } from './tokens.ts'

/** Seconds for which a session lives that nothing refreshes, and on a device to be remembered. */
const TTL = 12 * 3600
const REMEMBERED_TTL = 30 * 86_400

export interface TokenSession {
  readonly sessionToken: string
  readonly sessionExpiresIn: number
}

/** Opens a session that is used by its opaque token alone, and notes the log-in. */
export async function openTokenSession(
  ctx: Ctx,
  userId: number,
  isRemembered: boolean,
): Promise<TokenSession> {
  const now = ctx.clock()
  const sessionToken = newSessionToken()
  const sessionExpiresIn = isRemembered ? REMEMBERED_TTL : TTL
  ctx.db.em.create(Session, {
    id: randomUUID(),
    user: ctx.db.em.getReference(User, userId),
    tokenHash: hashToken(sessionToken),
    createdAt: now,
    expiresAt: new Date(now.getTime() + sessionExpiresIn * 1000),
    revokedAt: null,
  })
  await ctx.db.em.flush()
  return { sessionToken, sessionExpiresIn }
}
