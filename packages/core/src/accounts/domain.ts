import type { contract } from '@souk/contract'
import { statement } from '@souk/database'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { changePassword } from './change-password.ts'
import { accountEntities } from './entities.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { me } from './me.ts'
import { refresh } from './refresh.ts'
import { register } from './register.ts'
import { removeSuccessors } from './successor.ts'

const removeSessions = statement<object>(
  'clean-up-sessions',
  'delete from sessions where expires_at < $1',
)
const removeFailures = statement<object>(
  'clean-up-login-failures',
  'delete from login_failures where expire < $1',
)

/** Users, their sessions and credentials. */
export const accounts = {
  sql: new URL('./sql/', import.meta.url),
  entities: accountEntities,
  verbs: {
    auth: {
      signUp: register,
      register,
      login,
      refresh,
      logout,
      changePassword,
      me,
    } satisfies Verbs<typeof contract.auth>,
  },
  async cleanUp(ctx) {
    const now = ctx.clock()
    await ctx.db.query(removeSessions, [now])
    await removeSuccessors(ctx)
    await ctx.db.query(removeFailures, [now.getTime()])
  },
} satisfies Domain
