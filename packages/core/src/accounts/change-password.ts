import { SoukError } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { prepared } from '../prepared.ts'
import { User } from './entities.ts'
import { hashPassword, refuseNameAsPassword, verifyPassword } from './passwords.ts'
import { revokeSessions } from './revoke-sessions.ts'
import { forgetSuccessors } from './successor.ts'

interface NewPassword {
  readonly currentPassword: string
  readonly newPassword: string
}

/**
 * Changes the caller's password and ends their other sessions at once.
 * @throws INVALID_CREDENTIALS when the current password is wrong; RATE_LIMITED
 */
export const changePassword = prepared(async (ctx: Ctx, input: NewPassword) => {
  const { userId, sessionId } = signedIn(ctx)
  const user = await ctx.db.em.findOneOrFail(User, userId)
  refuseNameAsPassword(user.username, input.newPassword, 'newPassword')
  const right = await ctx.loginGuard.attempt(
    { userId, name: user.username },
    ctx.address,
    async () =>
      (await verifyPassword(input.currentPassword, user.passwordHash, ctx.address)) ? true : null,
  )
  if (!right) throw new SoukError('INVALID_CREDENTIALS', 'The current password is wrong')
  const passwordHash = await hashPassword(input.newPassword, ctx.address)
  return async (tx): Promise<null> => {
    await setPassword(tx, userId, passwordHash, sessionId)
    return null
  }
})

/** Replaces a password; every session but `keep` ends with the same transaction. */
export async function setPassword(
  ctx: Ctx,
  userId: number,
  passwordHash: string,
  keep: string | null,
): Promise<void> {
  await ctx.db.transaction(async (db) => {
    await db.em.nativeUpdate(User, { id: userId }, { passwordHash, updatedAt: ctx.clock() })
    await forgetSuccessors({ ...ctx, db }, userId)
    await revokeSessions({ ...ctx, db }, userId, { except: keep })
  })
}
