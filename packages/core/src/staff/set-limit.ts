import type { Coin, Limit } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { showAmount } from '../show-amount.ts'
import { unknownUser } from './user-of.ts'

export interface NewLimit {
  readonly coin?: Coin | undefined
  readonly userId?: string | undefined
  readonly paymentMethod?: string | undefined
  readonly fiatCurrency?: string | undefined
  /** Null removes the limit. */
  readonly maximum: string | null
}

const findUser = statement<{ id: number; uuid: string }>(
  'staff-find-user',
  'select id, uuid from users where id = user_of($1)',
)

const setStatement = statement<{ maximum: string | null }>(
  'staff-set-limit',
  'select set_limit($1, $2, $3, $4, $5, $6, $7, $8) as maximum',
)

/**
 * Sets the most one deal may be: of a coin, for everybody or instead of that for one user; or by a
 * way of paying. Deals under way go on.
 * @throws NOT_FOUND for an unknown user
 */
export async function setLimit(ctx: Ctx, input: NewLimit): Promise<Limit> {
  const { coin = null, userId, paymentMethod = null, fiatCurrency = null, maximum } = input
  const [user] = userId === undefined ? [] : await ctx.db.query(findUser, [userId])
  if (userId !== undefined && !user) throw unknownUser()
  const [set] = await ctx.db.query(setStatement, [
    signedIn(ctx).userId,
    coin,
    user?.id ?? null,
    paymentMethod,
    fiatCurrency,
    maximum,
    ctx.clock(),
    ctx.address,
  ])
  return {
    coin,
    userId: user?.uuid ?? null,
    paymentMethod,
    fiatCurrency,
    maximum: set?.maximum ? showAmount(set.maximum) : null,
  }
}
