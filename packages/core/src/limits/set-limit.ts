import type { Coin, Limit } from '@souk/contract'
import { row, statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { unknownUser } from '../people/brief-of.ts'
import { showAmount } from '../show-amount.ts'

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
  'select id, uuid from users where id = find_user($1)',
)

const setFunction = dbFunction(
  'set_limit',
  ['asset', 'user', 'method', 'fiat', 'maximum'],
  row<{ maximum: string | null; waits: boolean }>(),
)

/**
 * Sets the most one deal may be: of a coin, for everybody or instead of that for one user; or by a
 * way of paying. Deals under way go on. Of a member of staff, nothing changes before a second member
 * wants the same.
 * @throws NOT_FOUND for an unknown user
 */
export async function setLimit(
  ctx: Ctx,
  input: NewLimit,
): Promise<Limit & { awaitsConfirmation?: true }> {
  const { coin = null, userId, paymentMethod = null, fiatCurrency = null, maximum } = input
  const [user] = userId === undefined ? [] : await ctx.db.query(findUser, [userId])
  if (userId !== undefined && !user) throw unknownUser()
  const set = await call(ctx, setFunction, {
    asset: coin,
    user: user?.id ?? null,
    method: paymentMethod,
    fiat: fiatCurrency,
    maximum,
  })
  return {
    coin,
    userId: user?.uuid ?? null,
    paymentMethod,
    fiatCurrency,
    maximum: set.maximum === null ? null : showAmount(set.maximum),
    ...(set.waits && { awaitsConfirmation: true as const }),
  }
}
