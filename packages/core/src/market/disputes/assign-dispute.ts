import { type Dispute, fieldRefused, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { unforeseen } from '../../unforeseen.ts'
import { disputeNotFound } from '../refusals.ts'
import { disputeOf } from './dispute-of.ts'

type AssignRow =
  | { outcome: 'done'; dispute: Dispute }
  | { outcome: 'unknown' | 'not_yours' | 'over' | 'not_staff'; dispute: null }

const assignFunction = dbFunction('assign_dispute', ['offer', 'user'], row<AssignRow>())

/**
 * Gives a dispute to a member of staff, oneself unless said. Nobody looks after their own.
 * @throws NOT_FOUND, NOT_A_PARTY, CONFLICT, VALIDATION_FAILED
 */
export async function assignDispute(
  ctx: Ctx,
  input: { id: number; userId?: string | undefined },
): Promise<Dispute> {
  const { id: offer, userId: user = String(signedIn(ctx).userId) } = input
  const assigned = await call(ctx, assignFunction, { offer, user })
  switch (assigned.outcome) {
    case 'done':
      return disputeOf(assigned.dispute)
    case 'not_yours':
      throw new SoukError('NOT_A_PARTY', 'You are not authorized to assign this dispute')
    case 'over':
      throw new SoukError('CONFLICT', 'This dispute is already resolved')
    case 'not_staff':
      throw fieldRefused('userId', 'must be a member of staff who is no side of the offer')
    case 'unknown':
      throw disputeNotFound()
    default:
      throw unforeseen(assigned)
  }
}
