import type { contract } from '@souk/contract'
import { statement } from '@souk/database'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { changePassword } from './change-password.ts'
import { accountEntities } from './entities.ts'
import { login } from './login.ts'
import { LOGIN_LIMITS } from './login-limits.ts'
import { logout } from './logout.ts'
import { mails } from './mails.ts'
import { me } from './me.ts'
import { noteLooks } from './note-looks.ts'
import { refresh } from './refresh.ts'
import { register } from './register.ts'
import { resendEmail } from './resend-email.ts'
import { removeSuccessors } from './successor.ts'
import { verifyEmail } from './verify-email.ts'

const removeSessions = statement<object>(
  'clean-up-sessions',
  'delete from sessions where expires_at < $1',
)
const removeGuesses = statement<object>(
  'clean-up-login-guesses',
  'delete from login_guesses where last_at < $1',
)
const removeAddresses = statement<object>(
  'clean-up-sign-in-addresses',
  'delete from sign_in_addresses where used_at < $1',
)

/** Days for which an address is remembered that somebody has signed in from. */
const ADDRESS_DAYS = 180

/** Users, their sessions and credentials. */
export const accounts = {
  sql: new URL('./sql/', import.meta.url),
  entities: accountEntities,
  mails,
  verbs: {
    auth: {
      signUp: register,
      register,
      login,
      refresh,
      logout,
      changePassword,
      me,
      email: { verify: verifyEmail, resend: resendEmail },
    } satisfies Verbs<typeof contract.auth>,
  },
  async cleanUp(ctx) {
    await noteLooks(ctx)
    const now = ctx.clock()
    await ctx.db.query(removeSessions, [now])
    await removeSuccessors(ctx)
    const before = (milliseconds: number) => new Date(now.getTime() - milliseconds)
    await ctx.db.query(removeGuesses, [before(LOGIN_LIMITS.window)])
    await ctx.db.query(removeAddresses, [before(ADDRESS_DAYS * 86_400_000)])
  },
} satisfies Domain
