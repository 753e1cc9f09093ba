import { SoukError } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { invalidToken } from '../invalid-token.ts'
import { prepared } from '../prepared.ts'
import { forgetAllDevices } from '../second-factor/remembered-devices.ts'
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
 * @throws INVALID_CREDENTIALS when the current password is wrong; RATE_LIMITED; INVALID_TOKEN
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
    await setPassword(tx, { id: userId, isActive: true }, passwordHash, sessionId)
    return null
  }
})

/**
 * Replaces a password; every session but `keep` ends with the same transaction.
 * @throws INVALID_TOKEN when the user is not as `who` says, such as banned meanwhile
 */
export async function setPassword(
  ctx: Ctx,
  who: { readonly id: number; readonly isActive?: true },
  passwordHash: string,
  keep: string | null,
): Promise<void> {
  await ctx.db.transaction(async (db) => {
    const found = await db.em.nativeUpdate(User, who, { passwordHash, updatedAt: ctx.clock() })
    if (found === 0) throw invalidToken()
    await forgetSuccessors({ ...ctx, db }, who.id)
    await forgetAllDevices({ ...ctx, db }, who.id)
    await revokeSessions({ ...ctx, db }, who.id, { except: keep })
  })
}
