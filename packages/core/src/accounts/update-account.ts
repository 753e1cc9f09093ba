import { type Account, SoukError } from '@souk/contract'
import { sqlState } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { invalidToken } from '../invalid-token.ts'
import { accountOf } from './account-of.ts'
import { User } from './entities.ts'
import { looksOf } from './looks.ts'
import { usernameKey } from './names.ts'
import { refuseBorrowedName } from './refuse-borrowed-name.ts'
import { alreadyRegistered } from './register.ts'

export interface Changes {
  readonly username?: string | undefined
  readonly avatar?: string | null | undefined
}

/**
 * Changes what others see of the caller: their username, under the rules of a new one, and picture.
 * @throws ALREADY_REGISTERED; VALIDATION_FAILED for a name that could be taken for somebody else's
 */
export async function updateAccount(ctx: Ctx, { username, avatar }: Changes): Promise<Account> {
  const { userId } = signedIn(ctx)
  const user = await ctx.db.em.findOneOrFail(User, userId)
  const isRenamed = username !== undefined && username !== user.username
  if (isRenamed) await refuseBorrowedName(ctx, { username })
  const changes = {
    ...(isRenamed && { username, usernameKey: usernameKey(username), looks: looksOf(username) }),
    ...(avatar !== undefined && { avatar }),
    updatedAt: ctx.clock(),
  }
  try {
    const found = await ctx.db.em.nativeUpdate(User, { id: userId, isActive: true }, changes)
    if (found === 0) throw invalidToken()
  } catch (error) {
    if (error instanceof SoukError || sqlState(error) !== '23505') throw error
    throw alreadyRegistered(error)
  }
  return accountOf(Object.assign(user, changes))
}
