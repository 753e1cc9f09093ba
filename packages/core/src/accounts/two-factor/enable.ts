import { SoukError } from '@souk/contract'
import type { Ctx, SignedIn } from '../../context.ts'
import { recordEvent } from '../../events/record-event.ts'
import { sessionStream } from '../../events/streams.ts'
import { enqueueMail } from '../../mail/enqueue-mail.ts'
import { makeBackupCodes } from '../../second-factor/backup-codes.ts'
import type { TwoFactor } from '../../second-factor/entities.ts'
import { useSecret } from '../../second-factor/own-secret.ts'
import { User } from '../entities.ts'
import { revokeSessions } from '../revoke-sessions.ts'
import { forgetSuccessors } from '../successor.ts'

/**
 * Turns two-factor authentication on with the secret that `found` has, unless another has been set up
 * or it has been turned on meanwhile. Every session but the caller's ends: none has shown a code.
 * @returns the backup codes
 */
export async function enableTwoFactor(
  ctx: Ctx,
  { userId, sessionId }: SignedIn,
  found: TwoFactor,
  lastStep: number,
): Promise<string[]> {
  if (!(await useSecret(ctx, found, lastStep))) {
    throw new SoukError('CONFLICT', 'Two-factor authentication has been set up anew meanwhile')
  }
  const on = { twoFactorEnabled: true, updatedAt: ctx.clock() }
  await ctx.db.em.nativeUpdate(User, userId, on)
  await forgetSuccessors(ctx, userId)
  await revokeSessions(ctx, userId, { except: sessionId })
  // Sockets that came with the account's token alone look at it again, and find it is not enough.
  await recordEvent(ctx, [sessionStream(userId)], 'session.revoked', {})
  await enqueueMail(ctx, userId, 'two-factor.on')
  return makeBackupCodes(ctx, userId)
}
