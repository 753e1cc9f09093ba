import { randomUUID } from 'node:crypto'
import type { Login } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { accountOf } from './account-of.ts'
import { RefreshToken, Session, User } from './entities.ts'
import {
  ACCESS_TTL,
  hashToken,
  newRefreshToken,
  newSessionToken,
  SESSION_DAYS,
  signAccess,
} from './tokens.ts'

export function sessionExpiry(now: Date): Date {
  return new Date(now.getTime() + SESSION_DAYS * 86_400_000)
}

/** Opens a session for a user who has just proved who they are. */
export async function startSession(ctx: Ctx, user: User): Promise<Login> {
  const now = ctx.clock()
  const token = newSessionToken()
  const session = ctx.db.em.create(Session, {
    id: randomUUID(),
    user: ctx.db.em.getReference(User, user.id),
    tokenHash: hashToken(token),
    createdAt: now,
    expiresAt: sessionExpiry(now),
    revokedAt: null,
  })
  return issueTokens(ctx, user, session, token)
}

/** Gives a session its next pair of tokens, and writes what is pending. */
export async function issueTokens(
  ctx: Ctx,
  user: User,
  session: Session,
  token: string,
): Promise<Login> {
  const refresh = newRefreshToken()
  ctx.db.em.create(RefreshToken, {
    tokenHash: hashToken(refresh),
    session,
    createdAt: ctx.clock(),
    usedAt: null,
  })
  await ctx.db.em.flush()
  return {
    access: signAccess(ctx, user.id, session.id),
    refresh,
    session: token,
    expiresIn: ACCESS_TTL,
    deviceToken: null,
    user: accountOf(user),
  }
}
