import type { TwoFactorSettings } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { prepared } from '../../prepared.ts'
import { backupCodesLeft } from '../../second-factor/backup-codes.ts'
import { codeMissing, requireSecondFactor } from '../../second-factor/require-second-factor.ts'
import { User } from '../entities.ts'
import { notOn } from './not-on.ts'

/** How the caller's two-factor authentication is set. */
export async function getTwoFactor(ctx: Ctx): Promise<TwoFactorSettings> {
  const { userId } = signedIn(ctx)
  const user = await ctx.db.em.findOneOrFail(User, userId)
  return {
    enabled: user.twoFactorEnabled,
    confirmReleases: user.twoFactorReleases,
    backupCodesLeft: await backupCodesLeft(ctx, userId),
  }
}

interface Given {
  readonly confirmReleases: boolean
  readonly code?: string | undefined
}

/**
 * Decides whether releases take a code as well. Asking for less takes one.
 * @throws TWO_FACTOR_REQUIRED, RATE_LIMITED; CONFLICT when two-factor authentication is not on
 */
export const updateTwoFactor = prepared(async (ctx: Ctx, { confirmReleases, code }: Given) => {
  const { userId, twoFactor } = signedIn(ctx)
  if (twoFactor === undefined) throw notOn()
  if (!confirmReleases && code === undefined) throw codeMissing()
  const spend = confirmReleases ? undefined : await requireSecondFactor(ctx, code, 'settings')
  return (tx) =>
    tx.db.transaction(async (db) => {
      await spend?.({ ...tx, db })
      const on = { id: userId, twoFactorEnabled: true }
      const set = await db.em.nativeUpdate(User, on, { twoFactorReleases: confirmReleases })
      if (set === 0) throw notOn()
      return getTwoFactor({ ...tx, db })
    })
})
