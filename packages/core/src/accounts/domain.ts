import type { contract } from '@souk/contract'
import { statement } from '@souk/database'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { changePassword } from './change-password.ts'
import { accountEntities } from './entities.ts'
import { login } from './login.ts'
import { loginAnonymous } from './login-anonymous.ts'
import { LOGIN_LIMITS } from './login-limits.ts'
import { logout } from './logout.ts'
import { mails } from './mails.ts'
import { me } from './me.ts'
import { noteLooks } from './note-looks.ts'
import { refresh } from './refresh.ts'
import { register } from './register.ts'
import { registerAnonymous } from './register-anonymous.ts'
import { renewAccessToken } from './renew-access-token.ts'
import { resendEmail } from './resend-email.ts'
import { removeSuccessors } from './successor.ts'
import { forgetDevice, listDevices } from './two-factor/devices.ts'
import { disableTwoFactor } from './two-factor/disable.ts'
import { renewBackupCodes } from './two-factor/renew-backup-codes.ts'
import { resetTwoFactor } from './two-factor/reset.ts'
import { getTwoFactor, updateTwoFactor } from './two-factor/settings.ts'
import { setUpTwoFactor } from './two-factor/setup.ts'
import { verifyTwoFactor } from './two-factor/verify.ts'
import { updateAccount } from './update-account.ts'
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
      update: updateAccount,
      anonymous: { register: registerAnonymous, login: loginAnonymous, renew: renewAccessToken },
      twoFactor: {
        setup: setUpTwoFactor,
        verify: verifyTwoFactor,
        get: getTwoFactor,
        update: updateTwoFactor,
        disable: disableTwoFactor,
        renewCodes: renewBackupCodes,
        devices: { list: listDevices, forget: forgetDevice },
      },
      email: { verify: verifyEmail, resend: resendEmail },
    } satisfies Verbs<typeof contract.auth>,
    staff: {
      twoFactor: { reset: resetTwoFactor } satisfies Verbs<typeof contract.staff.twoFactor>,
    },
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
