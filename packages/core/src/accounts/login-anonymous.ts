import type { TokenLogin } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { invalidToken } from '../invalid-token.ts'
import { isRemembered } from '../second-factor/remembered-devices.ts'
import { accountOf } from './account-of.ts'
import { AccessToken, User } from './entities.ts'
import { openTokenSession } from './token-session.ts'
import { hashToken } from './tokens.ts'

export interface TokenLoginInput {
  readonly accessToken: string
  readonly rememberDevice?: boolean | undefined
  readonly deviceToken?: string | undefined
}

/**
 * Opens a session for an account's token. With two-factor authentication on it opens none, unless the
 * device is remembered: a code must be verified first.
 * @throws INVALID_TOKEN
 */
export function loginAnonymous(ctx: Ctx, input: TokenLoginInput): Promise<TokenLogin> {
  const { accessToken, rememberDevice = false, deviceToken } = input
  return ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db }
    const token = await db.em.findOne(AccessToken, { tokenHash: hashToken(accessToken) })
    if (!token) throw invalidToken()
    const user = await db.em.findOneOrFail(User, token.userId)
    if (!user.isActive) throw invalidToken()
    const requires2FA = user.twoFactorEnabled && !(await isRemembered(tx, user.id, deviceToken))
    if (requires2FA) return { user: accountOf(user), requires2FA }
    user.lastLogin = ctx.clock()
    // A ban that is being spoken holds this row: whoever is banned logs in no more.
    const still = { id: user.id, isActive: true }
    const noted = await db.em.nativeUpdate(User, still, { lastLogin: user.lastLogin })
    if (noted === 0) throw invalidToken()
    const session = await openTokenSession(tx, user.id, rememberDevice)
    return { user: accountOf(user), requires2FA, ...session }
  })
}
