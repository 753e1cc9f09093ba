import { type Account, SoukError } from '@souk/contract'
import { recordAudit } from '../audit/record-audit.ts'
import type { Ctx } from '../context.ts'
import { accountOf } from './account-of.ts'
import { asStaff } from './as-staff.ts'
import { setPassword } from './change-password.ts'
import { User } from './entities.ts'
import { usernameKey } from './names.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { createUser } from './register.ts'

/**
 * Makes sure that a staff account with this name and password exists: creates it, or gives an
 * existing account staff rights and, when it differs, the password. For start-up and the command
 * line; no door leads here.
 */
export async function ensureStaff(
  ctx: Ctx,
  input: { username: string; password: string },
): Promise<Account> {
  const { username, password } = input
  const user = await ctx.db.em.findOne(User, { usernameKey: usernameKey(username) })
  if (!user) return createStaff(ctx, input)
  // The password first: whoever has the account until now must not be staff for a moment.
  if (!(await verifyPassword(password, user.passwordHash))) {
    await setPassword(ctx, { id: user.id }, await hashPassword(password), null)
    await recordAudit(asStaff(ctx, user), 'staff.password_set', `user:${user.id}`)
  }
  if (!user.isStaff || !user.isActive) {
    user.isStaff = true
    user.isActive = true
    await ctx.db.em.flush()
    await recordAudit(asStaff(ctx, user), 'staff.added', `user:${user.id}`)
  }
  return accountOf(user)
}

async function createStaff(
  ctx: Ctx,
  { username, password }: { username: string; password: string },
): Promise<Account> {
  try {
    const passwordHash = await hashPassword(password)
    const user = await createUser(ctx, { username, isStaff: true }, passwordHash)
    await recordAudit(asStaff(ctx, user), 'staff.added', `user:${user.id}`)
    return accountOf(user)
  } catch (error) {
    const raced = error instanceof SoukError && error.code === 'ALREADY_REGISTERED'
    if (!raced) throw error
    // Another process has just started with the same settings, and was quicker.
    return ensureStaff(ctx, { username, password })
  }
}
