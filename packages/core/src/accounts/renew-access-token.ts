import { type NewAccessToken, SoukError } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { recordEvent } from '../events/record-event.ts'
import { sessionStream } from '../events/streams.ts'
import { prepared } from '../prepared.ts'
import { requireSecondFactor } from '../second-factor/require-second-factor.ts'
import { accountOf } from './account-of.ts'
import { AccessToken, User } from './entities.ts'
import { revokeSessions } from './revoke-sessions.ts'
import { hashToken, newAccountToken } from './tokens.ts'

interface Given {
  readonly accessToken: string
  readonly code?: string | undefined
}

/**
 * Replaces the token of the caller's account, for whoever shows the one before: a session alone must not
 * be enough to take an account away. Every session but the caller's ends.
 * @throws INVALID_CREDENTIALS for another token; TWO_FACTOR_REQUIRED, RATE_LIMITED
 */
export const renewAccessToken = prepared(async (ctx: Ctx, { accessToken, code }: Given) => {
  const { userId, sessionId } = signedIn(ctx)
  const spend = await requireSecondFactor(ctx, code, 'settings')
  const renewed = newAccountToken()
  return (tx): Promise<NewAccessToken> =>
    tx.db.transaction(async (db) => {
      const within = { ...tx, db }
      const now = { tokenHash: hashToken(renewed), createdAt: tx.clock() }
      const own = { userId, tokenHash: hashToken(accessToken) }
      if ((await db.em.nativeUpdate(AccessToken, own, now)) === 0) {
        throw new SoukError('INVALID_CREDENTIALS', 'The access token is wrong')
      }
      await spend?.(within)
      await revokeSessions(within, userId, { except: sessionId })
      // Sockets that came with the token look at it again, and find that it is none.
      await recordEvent(within, [sessionStream(userId)], 'session.revoked', {})
      const user = await db.em.findOneOrFail(User, userId)
      return { ...accountOf(user), accessToken: renewed }
    })
})
