import { type Login, SoukError } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { type Finish, prepared } from '../prepared.ts'
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
export const login = prepared(async (ctx: Ctx, input: LoginInput): Promise<Finish<Login>> => {
  const { username, email, password } = input
  const key = username === undefined ? emailKey(email ?? '') : usernameKey(username)
  const user = await ctx.loginGuard.attempt(key, ctx.address, async () => {
    const where = username === undefined ? { emailKey: key } : { usernameKey: key }
    const found = await ctx.db.em.findOne(User, where)
    const right = await verifyPassword(password, found?.passwordHash, ctx.address)
    return right && found?.isActive ? found : null
  })
  if (!user) throw wrong()
  return (tx) => openSession(tx, user)
})

function openSession(ctx: Ctx, user: User): Promise<Login> {
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
