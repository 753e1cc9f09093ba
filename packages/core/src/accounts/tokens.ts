import { createHash, createSecretKey, type KeyObject, randomBytes, randomInt } from 'node:crypto'
import jwt from 'jsonwebtoken'
import type { Ctx } from '../context.ts'
import { invalidToken } from '../invalid-token.ts'

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

/** An account's own token: a part to recognise it by, and 129 random bits. */
export function newAccountToken(): string {
  return `${OPAQUE_PREFIX}${randomText(9)}_${randomText(25)}`
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

const randomText = (length: number) =>
  Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('')

export function newRefreshToken(): string {
  return `rt_${randomBytes(32).toString('hex')}`
}

export const isOpaque = (credential: string) => credential.startsWith(OPAQUE_PREFIX)

/** How tokens are stored. They are random, so a plain digest is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/**
 * Signs a Bearer token for one session. At once, as it is verified: an HMAC takes microseconds, and
 * whatever goes by way of the thread pool waits there for every password that is being hashed.
 */
export function signAccess(ctx: Ctx, userId: number, sessionId: string): string {
  const now = seconds(ctx)
  const claims = { sid: sessionId, sub: String(userId), iat: now, exp: now + ACCESS_TTL }
  return jwt.sign(claims, keyOf(ctx), { algorithm: ALGORITHM })
}

/**
 * The session an access token was signed for.
 * @throws INVALID_TOKEN when it is not ours or has expired.
 */
export function sessionOfAccess(ctx: Ctx, token: string): string {
  try {
    const { header, payload } = jwt.verify(token, keyOf(ctx), {
      algorithms: [ALGORITHM],
      clockTimestamp: seconds(ctx),
      complete: true,
    })
    // What it says must be understood (RFC 7515, `crit`) is not looked after by the library.
    const understood = header.crit === undefined && typeof payload === 'object'
    if (understood && typeof payload.sid === 'string') return payload.sid
  } catch (cause) {
    throw invalidToken(cause)
  }
  throw invalidToken()
}

const seconds = (ctx: Ctx) => Math.floor(ctx.clock().getTime() / 1000)

const keys = new WeakMap<Uint8Array, KeyObject>()

/** As the library wants it: what else it is given, it tries to read as a public key at every token. */
function keyOf({ settings: { secretKey } }: Ctx): KeyObject {
  const known = keys.get(secretKey)
  if (known) return known
  const key = createSecretKey(secretKey)
  keys.set(secretKey, key)
  return key
}
