import type { Account } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { accountOf } from './account-of.ts'
import { User } from './entities.ts'

/** The signed-in account. */
export async function me(ctx: Ctx): Promise<Account> {
  return accountOf(await ctx.db.em.findOneOrFail(User, signedIn(ctx).userId))
}
