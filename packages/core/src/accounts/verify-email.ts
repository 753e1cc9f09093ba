import { fieldRefused, SoukError } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { unforeseen } from '../unforeseen.ts'
import { takeEmail } from './email-code.ts'

/**
 * Shows that the caller reads the mail of their address: from then on it is theirs alone.
 * @throws VALIDATION_FAILED for another code; CONFLICT where there is nothing to verify
 */
export async function verifyEmail(ctx: Ctx, { code }: { code: string }): Promise<null> {
  const outcome = await takeEmail(ctx, code)
  switch (outcome) {
    case 'done':
      return null
    case 'wrong':
      throw fieldRefused('code', 'is not the code that was mailed')
    case 'none':
    case 'verified':
      throw nothingToVerify(outcome)
    default:
      throw unforeseen(outcome)
  }
}

export function nothingToVerify(why: 'none' | 'verified'): SoukError {
  return new SoukError(
    'CONFLICT',
    why === 'none'
      ? 'This account has no e-mail address'
      : 'The e-mail address has been verified already',
  )
}
