import { statement } from '@souk/database'
import type { Ctx, SignedIn } from '../context.ts'
import { hashToken, invalidToken, isOpaque, sessionOfAccess } from './tokens.ts'

interface SessionRow {
  session_id: string
  user_id: number
  is_staff: boolean
}

const LIVE_SESSION = `select s.id as session_id, s.user_id, u.is_staff
  from sessions s join users u on u.id = s.user_id
 where s.revoked_at is null and u.is_active and s.expires_at > $2`

const byId = statement<SessionRow>('session-by-id', `${LIVE_SESSION} and s.id = $1`)
const byToken = statement<SessionRow>('session-by-token', `${LIVE_SESSION} and s.token_hash = $1`)

/**
 * Who a credential belongs to: a JWT access token or an opaque `cs_…` token. The session is looked
 * up each time, so that log-out, a ban and a password change take effect at once.
 * @throws INVALID_TOKEN when it is unknown, expired, revoked or its owner is switched off.
 */
export async function authenticate(ctx: Ctx, credential: string): Promise<SignedIn> {
  const now = ctx.clock()
  const [row] = isOpaque(credential)
    ? await ctx.db.query(byToken, [hashToken(credential), now])
    : await ctx.db.query(byId, [await sessionOfAccess(ctx, credential), now])
  if (!row) throw invalidToken()
  return {
    kind: row.is_staff ? 'staff' : 'user',
    userId: row.user_id,
    sessionId: row.session_id,
  }
}
