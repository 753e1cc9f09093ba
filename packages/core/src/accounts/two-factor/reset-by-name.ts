import { type Account, SoukError } from '@souk/contract'
import { recordAudit } from '../../audit/record-audit.ts'
import type { Ctx } from '../../context.ts'
import { accountOf } from '../account-of.ts'
import { asStaff } from '../as-staff.ts'
import { User } from '../entities.ts'
import { usernameKey } from '../names.ts'
import { resetTwoFactor } from './reset.ts'

/**
 * Turns two-factor authentication off for whoever has this username. For the command line, where the
 * last member of staff may have lost it; no door leads here.
 * @throws NOT_FOUND; CONFLICT when it is not on
 */
export async function resetTwoFactorByName(ctx: Ctx, username: string): Promise<Account> {
  const user = await ctx.db.em.findOne(User, { usernameKey: usernameKey(username) })
  if (!user) throw new SoukError('NOT_FOUND', `There is no ${username}`)
  await ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db }
    await resetTwoFactor(tx, { userId: String(user.id) })
    await recordAudit(asStaff(tx, user), 'two_factor.reset', `user:${user.id}`)
  })
  return accountOf(user)
}
