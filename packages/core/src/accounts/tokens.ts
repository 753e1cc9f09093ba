import { createHash, randomBytes } from 'node:crypto'
import { SoukError } from '@souk/contract'
import { jwtVerify, SignJWT } from 'jose'
import type { Ctx } from '../context.ts'

/** Seconds an access token is good for; refreshing gives the next one. */
export const ACCESS_TTL = 3600
/** Days a session lives without being refreshed. */
export const SESSION_DAYS = 30

const ALGORITHM = 'HS256'
const OPAQUE_PREFIX = 'cs_'

/** A session's opaque token: a short part to recognise it by, and 192 random bits. */
export function newSessionToken(): string {
  return `${OPAQUE_PREFIX}${randomBytes(5).toString('hex')}_${randomBytes(24).toString('hex')}`
}

export function newRefreshToken(): string {
  return `rt_${randomBytes(32).toString('hex')}`
}

export const isOpaque = (credential: string) => credential.startsWith(OPAQUE_PREFIX)

/** How tokens are stored. They are random, so a plain digest is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Signs a Bearer token for one session. */
export function signAccess(ctx: Ctx, userId: number, sessionId: string): Promise<string> {
  const now = Math.floor(ctx.clock().getTime() / 1000)
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(String(userId))
    .setIssuedAt(now)
    .setExpirationTime(now + ACCESS_TTL)
    .sign(ctx.settings.secretKey)
}

/**
 * The session an access token was signed for.
 * @throws INVALID_TOKEN when it is not ours or has expired.
 */
export async function sessionOfAccess(ctx: Ctx, token: string): Promise<string> {
  try {
    const { payload } = await jwtVerify<{ sid: string }>(token, ctx.settings.secretKey, {
      algorithms: [ALGORITHM],
      currentDate: ctx.clock(),
    })
    return payload.sid
  } catch (cause) {
    throw invalidToken(cause)
  }
}

export function invalidToken(cause?: unknown): SoukError {
  return new SoukError('INVALID_TOKEN', 'Invalid or expired token', { cause })
}
