import type { AccountType, SignedInUser } from '@souk/contract'
import { login } from '../accounts/login.ts'
import type { Ctx } from '../context.ts'
import { type Finish, prepared } from '../prepared.ts'
import { ownUser } from './own-user.ts'

export interface UserLogin {
  readonly email: string
  readonly password: string
  readonly accountType?: AccountType | null | undefined
  /** Of the authenticator app, where two-factor authentication is on. */
  readonly code?: string | undefined
}

/**
 * Signs in as the other doors do; what opens further ones is the token of the session.
 * @throws INVALID_CREDENTIALS, RATE_LIMITED; TWO_FACTOR_REQUIRED where a code is needed too
 */
export const loginUser = prepared(
  async (ctx: Ctx, { accountType, ...input }: UserLogin): Promise<Finish<SignedInUser>> => {
    const open = await login.prepare(ctx, input)
    return async (tx) => {
      const { session, user } = await open(tx)
      return { ...(await ownUser(tx, user.id, accountType)), session }
    }
  },
)
