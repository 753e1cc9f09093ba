import { SoukError } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { User } from './entities.ts'
import { hashPassword, refuseNameAsPassword, verifyPassword } from './passwords.ts'
import { revokeSessions } from './revoke-sessions.ts'

/**
 * Changes the caller's password and ends their other sessions at once.
 * @throws INVALID_CREDENTIALS when the current password is wrong; RATE_LIMITED
 */
export async function changePassword(
  ctx: Ctx,
  input: { currentPassword: string; newPassword: string },
): Promise<null> {
  const { userId, sessionId } = signedIn(ctx)
  const user = await ctx.db.em.findOneOrFail(User, userId)
  refuseNameAsPassword(user.username, input.newPassword, 'newPassword')
  const right = await ctx.loginGuard.attempt(
    { userId, name: user.username },
    ctx.address,
    async () => ((await verifyPassword(input.currentPassword, user.passwordHash)) ? true : null),
  )
  if (!right) throw new SoukError('INVALID_CREDENTIALS', 'The current password is wrong')
  await setPassword(ctx, userId, input.newPassword, sessionId)
  return null
}

/** Replaces a password; every session but `keep` ends with the same transaction. */
export async function setPassword(
  ctx: Ctx,
  userId: number,
  password: string,
  keep: string | null,
): Promise<void> {
  const passwordHash = await hashPassword(password)
  await ctx.db.transaction(async (db) => {
    await db.em.nativeUpdate(User, { id: userId }, { passwordHash, updatedAt: ctx.clock() })
    await revokeSessions({ ...ctx, db }, userId, { except: keep })
  })
}
