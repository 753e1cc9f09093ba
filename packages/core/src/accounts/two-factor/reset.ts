import { SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { unknownUser } from '../../people/brief-of.ts'
import { unforeseen } from '../../unforeseen.ts'
import { notOn } from './not-on.ts'

type Reset = { outcome: 'done' | 'waits' | 'own' | 'off' | 'unknown' }

const resetFunction = dbFunction('reset_two_factor', ['user'], row<Reset>())

/**
 * Turns two-factor authentication off for somebody who has lost it, once two members of staff want it;
 * all their sessions end.
 * @throws NOT_FOUND; FORBIDDEN for one's own; CONFLICT when it is not on
 */
export async function resetTwoFactor(
  ctx: Ctx,
  input: { userId: string },
): Promise<{ awaitsConfirmation?: true }> {
  const { outcome } = await call(ctx, resetFunction, { user: input.userId })
  switch (outcome) {
    case 'done':
      return {}
    case 'waits':
      return { awaitsConfirmation: true }
    case 'own':
      throw new SoukError('FORBIDDEN', 'You cannot reset your own two-factor authentication')
    case 'off':
      throw notOn()
    case 'unknown':
      throw unknownUser()
    default:
      throw unforeseen(outcome)
  }
}
