import { type Login, SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { recordAudit } from '../audit/record-audit.ts'
import type { Ctx } from '../context.ts'
import { type Finish, prepared } from '../prepared.ts'
import { checkCode, type Spend } from '../second-factor/check-code.ts'
import { isRemembered, rememberDevice } from '../second-factor/remembered-devices.ts'
import { codeMissing } from '../second-factor/require-second-factor.ts'
import { asStaff } from './as-staff.ts'
import { User } from './entities.ts'
import { emailKey, usernameKey } from './names.ts'
import { verifyPassword } from './passwords.ts'
import { startSession } from './start-session.ts'

export interface LoginInput {
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly password: string
  /** Of the authenticator app, where two-factor authentication is on. */
  readonly code?: string | undefined
  /** Ask for no code on this device again; then it says so by its token. */
  readonly rememberDevice?: boolean | undefined
  readonly deviceToken?: string | undefined
}

/**
 * Opens a session for the right name and password. Unknown names and wrong passwords cost the same
 * time and get the same answer.
 * @throws INVALID_CREDENTIALS, RATE_LIMITED; TWO_FACTOR_REQUIRED where a code is needed too
 */
export const login = prepared(async (ctx: Ctx, input: LoginInput): Promise<Finish<Login>> => {
  const { username, email, password } = input
  const key = username === undefined ? emailKey(email ?? '') : usernameKey(username)
  const named =
    username === undefined
      ? await namedByEmail(ctx, key)
      : await ctx.db.em.find(User, { usernameKey: key })
  const user = await firstRight(named.length > 0 ? named : [undefined], (found) => {
    const guessed = { userId: found?.id, name: key }
    return ctx.loginGuard.attempt(guessed, ctx.address, async () => {
      const right = await verifyPassword(password, found?.passwordHash, ctx.address)
      return right && found?.isActive ? found : null
    })
  })
  if (!user) throw wrong()
  const spend = user.twoFactorEnabled ? await secondStep(ctx, user, input) : undefined
  return (tx) => openSession(tx, user, input, spend)
})

/** With two-factor authentication on, a code too, except on a device that is remembered. */
async function secondStep(ctx: Ctx, user: User, input: LoginInput): Promise<Spend | undefined> {
  const { code, deviceToken } = input
  if (code !== undefined) return checkCode(ctx, user.id, code, wrongCode)
  if (await isRemembered(ctx, user.id, deviceToken)) return undefined
  throw codeMissing()
}

function openSession(
  ctx: Ctx,
  user: User,
  input: LoginInput,
  spend: Spend | undefined,
): Promise<Login> {
  return ctx.db.transaction(async (db) => {
    // Checking took its time: a password changed or a ban spoken meanwhile must not be outrun.
    const { id, passwordHash, twoFactorEnabled } = user
    const asChecked = { id, passwordHash, twoFactorEnabled, isActive: true }
    const tx = { ...ctx, db }
    await spend?.(tx)
    user.lastLogin = ctx.clock()
    const still = await db.em.nativeUpdate(User, asChecked, { lastLogin: user.lastLogin })
    if (still === 0) throw wrong()
    const login = await startSession(tx, user)
    if (user.isStaff) await recordAudit(asStaff(tx, user), 'staff.signed_in', `user:${user.id}`)
    if (!input.rememberDevice || !twoFactorEnabled) return login
    return { ...login, deviceToken: input.deviceToken ?? (await rememberDevice(tx, id)) }
  })
}

/**
 * Accounts that are tried of those that only say that an e-mail address is theirs: first who has signed up or
 * in from where this comes from, then the oldest and the newest. Whoever names an address of others does so
 * from elsewhere, and can take no more than some of these places.
 */
const findClaims = statement<{ id: number }>(
  'log-in-claims',
  `with claims as (select id from users where email_key = $1 and email_unverified)
   (select id from claims where exists (
      select from sign_in_addresses where user_id = id and address = $2) order by id limit 2)
   union (select id from claims order by id limit 2)
   union (select id from claims order by id desc limit 2)`,
)

/** Whose an e-mail address is: its owner's, or, while nobody has verified it, all who say so. */
async function namedByEmail(ctx: Ctx, key: string): Promise<User[]> {
  const owner = await ctx.db.em.findOne(User, { emailKey: key, emailUnverified: false })
  if (owner) return [owner]
  const claims = await ctx.db.query(findClaims, [key, ctx.address])
  return ctx.db.em.find(User, { id: claims.map(({ id }) => id) })
}

/** The first that succeeds; side by side, so that nobody waits for what was guessed at others. */
async function firstRight<T, R>(
  candidates: readonly T[],
  attempt: (candidate: T) => Promise<R | null>,
): Promise<R | null> {
  const tried = await Promise.allSettled(candidates.map(attempt))
  const right = tried.find((one) => one.status === 'fulfilled' && one.value !== null)
  if (right?.status === 'fulfilled') return right.value
  const refused = tried.find((one) => one.status === 'rejected')
  if (refused) throw refused.reason
  return null
}

const wrongCode = () =>
  new SoukError('INVALID_CREDENTIALS', 'The two-factor code is wrong or has been used')

function wrong(): SoukError {
  return new SoukError('INVALID_CREDENTIALS', 'Invalid username or password')
}
