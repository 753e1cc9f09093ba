import type { NewAccessToken } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { accountOf } from './account-of.ts'
import { AccessToken } from './entities.ts'
import { createUser, madeUpName } from './register.ts'
import { hashToken, newAccountToken } from './tokens.ts'

/** Creates an account that nobody is asked anything for: its token, shown now alone, is all it has. */
export async function registerAnonymous(ctx: Ctx): Promise<NewAccessToken> {
  const accessToken = newAccountToken()
  return ctx.db.transaction(async (db) => {
    const user = await createUser({ ...ctx, db }, { username: madeUpName() }, null)
    const createdAt = ctx.clock()
    db.em.create(AccessToken, { userId: user.id, tokenHash: hashToken(accessToken), createdAt })
    await db.em.flush()
    return { ...accountOf(user), accessToken }
  })
}
