import { SoukError, type TwoFactorSetup } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { keepSecret } from '../../second-factor/own-secret.ts'
import { newSecret, totpAddress } from '../../second-factor/totp.ts'
import { User } from '../entities.ts'

/**
 * Makes a secret for the caller's authenticator app, another each time until a code has shown that the
 * app has it.
 * @throws CONFLICT when two-factor authentication is on
 */
export async function setUpTwoFactor(ctx: Ctx): Promise<TwoFactorSetup> {
  const { userId } = signedIn(ctx)
  const { username } = await ctx.db.em.findOneOrFail(User, userId)
  const secret = newSecret()
  if (!(await keepSecret(ctx, userId, secret))) {
    throw new SoukError('CONFLICT', 'Two-factor authentication is already on')
  }
  return { secret, qrCodeUrl: totpAddress(secret, username) }
}
