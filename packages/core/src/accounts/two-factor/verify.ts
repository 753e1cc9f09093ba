import { fieldRefused, SoukError, type TwoFactorVerified } from '@souk/contract'
import { type Ctx, type SignedIn, signedIn } from '../../context.ts'
import { invalidToken } from '../../invalid-token.ts'
import { type Finish, prepared } from '../../prepared.ts'
import { checkCode } from '../../second-factor/check-code.ts'
import { TwoFactor } from '../../second-factor/entities.ts'
import { rememberDevice } from '../../second-factor/remembered-devices.ts'
import { User } from '../entities.ts'
import { openTokenSession } from '../token-session.ts'
import { enableTwoFactor } from './enable.ts'
import { checkFirstCode } from './first-code.ts'

interface Given {
  readonly token: string
  readonly rememberDevice?: boolean | undefined
}

const wrongCode = () => fieldRefused('token', 'is not a current code, or has been used')

/**
 * Takes a code: the first one turns two-factor authentication on, and gives the backup codes; any later
 * one is the second step of a log-in by token, and opens the session.
 * @throws VALIDATION_FAILED for a wrong code or a used one; RATE_LIMITED; CONFLICT before it is set up
 */
export const verifyTwoFactor = prepared(async (ctx: Ctx, given: Given) => {
  const actor = signedIn(ctx)
  const found = await ctx.db.em.findOne(TwoFactor, actor.userId)
  if (!found) throw new SoukError('CONFLICT', 'Set up two-factor authentication first')
  return found.enabledAt === null
    ? enabling(ctx, actor, found, given)
    : verifying(ctx, actor, given)
})

async function enabling(
  ctx: Ctx,
  actor: SignedIn,
  found: TwoFactor,
  given: Given,
): Promise<Finish<TwoFactorVerified>> {
  const step = await checkFirstCode(ctx, found, given.token)
  if (step === null) throw wrongCode()
  return (tx) =>
    tx.db.transaction(async (db) => {
      const within = { ...tx, db }
      const backupCodes = await enableTwoFactor(within, actor, found, step)
      return { verified: true, backupCodes, ...(await opened(within, actor, given)) }
    })
}

async function verifying(
  ctx: Ctx,
  actor: SignedIn,
  given: Given,
): Promise<Finish<TwoFactorVerified>> {
  const spend = await checkCode(ctx, actor.userId, given.token, wrongCode)
  return (tx) =>
    tx.db.transaction(async (db) => {
      const within = { ...tx, db }
      await spend(within)
      return { verified: true, ...(await opened(within, actor, given)) }
    })
}

/** What whoever came with an account's token goes on with; whoever has a session has it already. */
async function opened(
  ctx: Ctx,
  { userId, sessionId }: SignedIn,
  { rememberDevice: isAsked }: Given,
) {
  const deviceToken = isAsked ? { deviceToken: await rememberDevice(ctx, userId) } : {}
  if (sessionId !== null) return deviceToken
  // A ban that is being spoken holds this row: whoever is banned logs in no more.
  const noted = { lastLogin: ctx.clock() }
  const still = await ctx.db.em.nativeUpdate(User, { id: userId, isActive: true }, noted)
  if (still === 0) throw invalidToken()
  return { ...deviceToken, ...(await openTokenSession(ctx, userId, isAsked ?? false)) }
}
