import type { Ctx } from '../../context.ts'
import type { TwoFactor } from '../../second-factor/entities.ts'
import { openSecret } from '../../second-factor/secret.ts'
import { isTotp, stepOf } from '../../second-factor/totp.ts'

/**
 * The step whose code shows that the app has the secret which has been set up; null for any other code.
 * @throws RATE_LIMITED
 */
export function checkFirstCode(ctx: Ctx, found: TwoFactor, typed: string): Promise<number | null> {
  const code = typed.replace(/\s/g, '')
  return ctx.loginGuard.attemptCode(found.userId, async () => {
    const secret = openSecret(ctx.settings, found.userId, found.secret)
    return secret && isTotp(code) ? stepOf(secret, code, ctx.clock()) : null
  })
}
