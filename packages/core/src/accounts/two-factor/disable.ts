import { fieldRefused, SoukError } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { enqueueMail } from '../../mail/enqueue-mail.ts'
import { prepared } from '../../prepared.ts'
import { forgetSecondFactor } from '../../second-factor/own-secret.ts'
import { codeMissing, requireSecondFactor } from '../../second-factor/require-second-factor.ts'
import { AccessToken, User } from '../entities.ts'
import { verifyPassword } from '../passwords.ts'
import { hashToken } from '../tokens.ts'
import { notOn } from './not-on.ts'

interface Given {
  readonly code?: string | undefined
  readonly password?: string | undefined
  readonly accessToken?: string | undefined
}

/**
 * Turns two-factor authentication off, for whoever shows a code and the credential beside it: the
 * password, or the account's token.
 * @throws TWO_FACTOR_REQUIRED, INVALID_CREDENTIALS, RATE_LIMITED; CONFLICT when it is not on
 */
export const disableTwoFactor = prepared(async (ctx: Ctx, given: Given) => {
  const { userId } = signedIn(ctx)
  const user = await ctx.db.em.findOneOrFail(User, userId)
  if (!user.twoFactorEnabled) throw notOn()
  if (given.code === undefined) throw codeMissing()
  await checkCredential(ctx, user, given)
  const spend = await requireSecondFactor(ctx, given.code, 'settings')
  if (!spend) throw notOn()
  return (tx): Promise<null> =>
    tx.db.transaction(async (db) => {
      await spend({ ...tx, db })
      await forgetSecondFactor({ ...tx, db }, userId)
      const off = { twoFactorEnabled: false, twoFactorReleases: false, updatedAt: ctx.clock() }
      await db.em.nativeUpdate(User, userId, off)
      await enqueueMail({ ...tx, db }, userId, 'two-factor.off')
      return null
    })
})

async function checkCredential(ctx: Ctx, user: User, given: Given): Promise<void> {
  const isRight =
    user.passwordHash === null ? hasToken(ctx, user, given) : hasPassword(ctx, user, given)
  if (!(await isRight)) {
    const what = user.passwordHash === null ? 'access token' : 'password'
    throw new SoukError('INVALID_CREDENTIALS', `The ${what} is wrong`)
  }
}

async function hasPassword(ctx: Ctx, user: User, { password }: Given): Promise<boolean> {
  if (password === undefined) throw fieldRefused('password', 'is required')
  const guessed = { userId: user.id, name: user.username }
  const right = await ctx.loginGuard.attempt(guessed, ctx.address, async () =>
    (await verifyPassword(password, user.passwordHash, ctx.address)) ? true : null,
  )
  return right !== null
}

async function hasToken(ctx: Ctx, { id }: User, { accessToken }: Given): Promise<boolean> {
  if (accessToken === undefined) throw fieldRefused('accessToken', 'is required')
  const own = { userId: id, tokenHash: hashToken(accessToken) }
  return (await ctx.db.em.count(AccessToken, own)) > 0
}
