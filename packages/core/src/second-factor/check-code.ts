import type { SoukError } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { hasBackupCode, useBackupCode } from './backup-codes.ts'
import { TwoFactor } from './entities.ts'
import { openSecret } from './secret.ts'
import { isTotp, stepOf } from './totp.ts'

/** Uses a right code up, in the transaction of what it was given for. */
export type Spend = (tx: Ctx) => Promise<void>

/**
 * Looks whether a code is right and not used yet: of the authenticator app, or a backup code. Guesses
 * are counted by the account, wherever they come from. Holds no connection; what it returns uses the
 * code up, and of two who have shown the same code lets one through.
 * @throws what `refusal` gives for any other code; RATE_LIMITED after too many of those
 */
export async function checkCode(
  ctx: Ctx,
  userId: number,
  typed: string,
  refusal: () => SoukError,
): Promise<Spend> {
  const code = typed.replace(/\s/g, '')
  const right = await ctx.loginGuard.attemptCode(userId, () =>
    isTotp(code) ? rightStep(ctx, userId, code) : rightBackupCode(ctx, userId, code),
  )
  if (!right) throw refusal()
  return async (tx) => {
    if (!(await right(tx))) throw refusal()
  }
}

/** Uses something up, unless somebody has done so just before. */
type Use = (tx: Ctx) => Promise<boolean>

async function rightStep(ctx: Ctx, userId: number, code: string): Promise<Use | null> {
  const found = await ctx.db.em.findOne(TwoFactor, { userId, enabledAt: { $ne: null } })
  const secret = found && openSecret(ctx.settings, userId, found.secret)
  const step = secret ? stepOf(secret, code, ctx.clock()) : null
  if (!found || step === null || step <= found.lastStep) return null
  return async ({ db }) => {
    const before = { userId, enabledAt: { $ne: null }, lastStep: { $lt: step } }
    return (await db.em.nativeUpdate(TwoFactor, before, { lastStep: step })) > 0
  }
}

async function rightBackupCode(ctx: Ctx, userId: number, code: string): Promise<Use | null> {
  return (await hasBackupCode(ctx, userId, code)) ? (tx) => useBackupCode(tx, userId, code) : null
}
