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

/** Who is staff now, and whether somebody had the account before. */
export interface Ensured {
  readonly account: Account
  readonly wasThere: boolean
}

/**
 * Makes sure that a staff account with this name and password exists: creates it, or gives an
 * existing account staff rights and, when it differs, the password. For start-up and the command
 * line; no door leads here.
 * @throws RESTRICTED when the account is banned: that is for members of staff to lift
 */
export async function ensureStaff(
  ctx: Ctx,
  input: { username: string; password: string },
): Promise<Ensured> {
  const { username, password } = input
  const user = await ctx.db.em.findOne(User, { usernameKey: usernameKey(username) })
  if (!user) return createStaff(ctx, input)
  if (!user.isActive) throw new SoukError('RESTRICTED', `${user.username} is banned`)
  const isRight = await verifyPassword(password, user.passwordHash)
  const passwordHash = isRight ? null : await hashPassword(password)
  await ctx.db.transaction((db) => appoint({ ...ctx, db }, user, passwordHash))
  return { account: accountOf({ ...user, isStaff: true }), wasThere: true }
}

async function appoint(ctx: Ctx, user: User, passwordHash: string | null): Promise<void> {
  const subject = `user:${user.id}`
  // The password first: whoever has the account until now must not be staff for a moment.
  if (passwordHash !== null) {
    await setPassword(ctx, { id: user.id, isActive: true }, passwordHash, null)
    await recordAudit(asStaff(ctx, user), 'staff.password_set', subject)
  }
  if (user.isStaff) return
  await ctx.db.em.nativeUpdate(User, { id: user.id }, { isStaff: true })
  await recordAudit(asStaff(ctx, user), 'staff.added', subject)
}

async function createStaff(
  ctx: Ctx,
  { username, password }: { username: string; password: string },
): Promise<Ensured> {
  try {
    const passwordHash = await hashPassword(password)
    const user = await createUser(ctx, { username, isStaff: true }, passwordHash)
    await recordAudit(asStaff(ctx, user), 'staff.added', `user:${user.id}`)
    return { account: accountOf(user), wasThere: false }
  } catch (error) {
    const raced = error instanceof SoukError && error.code === 'ALREADY_REGISTERED'
    if (!raced) throw error
    // Another process has just started with the same settings, and was quicker.
    return ensureStaff(ctx, { username, password })
  }
}
