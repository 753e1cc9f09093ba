import type { Ctx, SignedIn } from '../context.ts'
import { invalidToken } from '../invalid-token.ts'
import { hashToken, isOpaque, sessionOfAccess } from './tokens.ts'

/**
 * Who a credential belongs to: a JWT access token, a session's opaque token, or the token of an
 * account; of an account with two-factor authentication that is not enough yet. It is looked
 * up each time, so that log-out, a ban and a password change take effect at once.
 * @throws INVALID_TOKEN when it is unknown, expired, revoked or its owner is switched off.
 */
export async function authenticate(ctx: Ctx, credential: string): Promise<SignedIn> {
  const session = isOpaque(credential)
    ? await ctx.sessions.byTokenHash(hashToken(credential))
    : await ctx.sessions.byId(sessionOfAccess(ctx, credential))
  if (!session) throw invalidToken()
  const { id, userId, uuid, isStaff, twoFactor } = session
  return {
    kind: isStaff ? 'staff' : 'user',
    userId,
    uuid,
    sessionId: id,
    ...(twoFactor && { twoFactor, isUnverified: id === null }),
  }
}
