import { type Login, SoukError } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { User } from './entities.ts'
import { emailKey, usernameKey } from './names.ts'
import { verifyPassword } from './passwords.ts'
import { startSession } from './start-session.ts'

export interface LoginInput {
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly password: string
}

/**
 * Opens a session for the right name and password. Unknown names and wrong passwords cost the same
 * time and get the same answer.
 * @throws INVALID_CREDENTIALS, RATE_LIMITED
 */
export async function login(ctx: Ctx, input: LoginInput): Promise<Login> {
  const { username, email, password } = input
  const key = username === undefined ? emailKey(email ?? '') : usernameKey(username)
  const where = username === undefined ? { emailKey: key } : { usernameKey: key }
  const found = await ctx.db.em.findOne(User, where)
  const guessed = { userId: found?.id, name: key }
  const user = await ctx.loginGuard.attempt(guessed, ctx.address, async () => {
    const right = await verifyPassword(password, found?.passwordHash)
    return right && found?.isActive ? found : null
  })
  if (!user) throw wrong()
  return ctx.db.transaction(async (db) => {
    // Checking took its time: a password changed or a ban spoken meanwhile must not be outrun.
    const asChecked = { id: user.id, passwordHash: user.passwordHash, isActive: true }
    user.lastLogin = ctx.clock()
    const still = await db.em.nativeUpdate(User, asChecked, { lastLogin: user.lastLogin })
    if (still === 0) throw wrong()
    return startSession({ ...ctx, db }, user)
  })
}

function wrong(): SoukError {
  return new SoukError('INVALID_CREDENTIALS', 'Invalid username or password')
}
