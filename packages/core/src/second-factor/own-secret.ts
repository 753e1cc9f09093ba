import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { TwoFactor } from './entities.ts'
import { sealSecret } from './secret.ts'

const keep = statement<{ kept: boolean }>(
  'two-factor-keep',
  `insert into two_factor as known (user_id, secret, created_at) values ($1, $2, $3)
   on conflict (user_id) do update set secret = excluded.secret, created_at = excluded.created_at
    where known.enabled_at is null
   returning true as kept`,
)

const forget = statement<object>('second-factor-forget', 'select forget_second_factor($1)')

/** Keeps a secret for a user's app instead of the one before. @returns false once that is in use */
export async function keepSecret(ctx: Ctx, userId: number, secret: string): Promise<boolean> {
  const sealed = sealSecret(ctx.settings, userId, secret)
  return (await ctx.db.query(keep, [userId, sealed, ctx.clock()])).length > 0
}

/**
 * Takes a secret into use, from the step after `lastStep` on.
 * @returns false when another has been set up meanwhile, or it is in use
 */
export async function useSecret(ctx: Ctx, found: TwoFactor, lastStep: number): Promise<boolean> {
  const { userId, secret } = found
  const asFound = { userId, secret, enabledAt: null }
  const inUse = { enabledAt: ctx.clock(), lastStep }
  return (await ctx.db.em.nativeUpdate(TwoFactor, asFound, inUse)) > 0
}

/** Forgets a user's secret, with their backup codes and devices. */
export async function forgetSecondFactor(ctx: Ctx, userId: number): Promise<void> {
  await ctx.db.query(forget, [userId])
}
