import { randomInt } from 'node:crypto'
import { type Account, SoukError } from '@souk/contract'
import { sqlState } from '@souk/database'
import { creditFromFaucet, openWallets } from '@souk/ledger'
import type { Ctx } from '../context.ts'
import { type Finish, prepared } from '../prepared.ts'
import { accountOf } from './account-of.ts'
import { sendEmailCode } from './email-code.ts'
import { User } from './entities.ts'
import { rememberAddress } from './guesses.ts'
import { looksOf } from './looks.ts'
import { emailKey, usernameKey } from './names.ts'
import { hashPassword, refuseNameAsPassword } from './passwords.ts'
import { refuseBorrowedName } from './refuse-borrowed-name.ts'

export interface NewAccount {
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly password: string
  readonly fullname?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

/**
 * Creates an account with its wallets; in the sandbox the faucet fills them.
 * @throws ALREADY_REGISTERED when the username or e-mail address is taken; VALIDATION_FAILED when a
 *   name could be taken for somebody else's
 */
export const register = prepared(async (ctx: Ctx, input: NewAccount): Promise<Finish<Account>> => {
  const username = input.username ?? madeUpName()
  refuseNameAsPassword(username, input.password, 'password')
  await refuseBorrowedName(ctx, input)
  const passwordHash = await hashPassword(input.password, ctx.address)
  return async (tx) => {
    const user = await createUser(tx, { ...input, username }, passwordHash)
    await tx.db.query(rememberAddress, [user.id, tx.address, tx.clock()])
    return accountOf(user)
  }
})

export const madeUpName = () => `user_${randomInt(1e12, 1e13)}`

/** Inserts the user, opens the wallets and credits them, all in one transaction. */
export async function createUser(
  ctx: Ctx,
  input: Omit<NewAccount, 'password'> & { username: string; isStaff?: boolean },
  passwordHash: string | null,
): Promise<User> {
  const now = ctx.clock()
  const { username, email, fullname, firstName, lastName, isStaff = false } = input
  const toVerify = email !== undefined && ctx.settings.emailVerification
  if (toVerify) await refuseTakenEmail(ctx, email)
  try {
    return await ctx.db.transaction(async (db) => {
      const user = db.em.create(User, {
        username,
        usernameKey: usernameKey(username),
        email: email ?? null,
        emailKey: email === undefined ? null : emailKey(email),
        emailUnverified: toVerify,
        passwordHash,
        fullname: fullname ?? null,
        firstName: firstName ?? null,
        lastName: lastName ?? null,
        looks: looksOf(username),
        isStaff,
        createdAt: now,
        updatedAt: now,
      })
      await db.em.flush()
      await openWallets(db, user.id)
      if (toVerify) await sendEmailCode({ ...ctx, db, actor: { kind: 'system' } }, user.id)
      if (ctx.settings.sandbox) await creditFromFaucet(db, user.id, now)
      return user
    })
  } catch (error) {
    if (sqlState(error) === '23505') throw alreadyRegistered(error)
    throw error
  }
}

/** @throws ALREADY_REGISTERED when somebody else has shown that the address is theirs */
async function refuseTakenEmail(ctx: Ctx, email: string): Promise<void> {
  const owner = { emailKey: emailKey(email), emailUnverified: false }
  if ((await ctx.db.em.count(User, owner)) > 0) throw alreadyRegistered('users_email_unique')
}

export function alreadyRegistered(cause: unknown): SoukError {
  const what = String(cause).includes('users_email_unique') ? 'E-mail address' : 'Username'
  return new SoukError('ALREADY_REGISTERED', `${what} already exists`, { cause })
}
