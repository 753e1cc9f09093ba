import { SoukError } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { unforeseen } from '../unforeseen.ts'
import { sendEmailCode } from './email-code.ts'
import { nothingToVerify } from './verify-email.ts'

/**
 * Mails the code for the caller's address once more.
 * @throws CONFLICT when it has had its two mails, or there is nothing to verify
 */
export async function resendEmail(ctx: Ctx): Promise<null> {
  const outcome = await sendEmailCode(ctx, signedIn(ctx).userId)
  switch (outcome) {
    case 'done':
      return null
    case 'used_up':
      throw new SoukError('CONFLICT', 'Two mails have been sent: the code in either is good')
    case 'taken':
      throw new SoukError('CONFLICT', 'The e-mail address belongs to another account')
    case 'none':
    case 'verified':
      throw nothingToVerify(outcome)
    default:
      throw unforeseen(outcome)
  }
}
