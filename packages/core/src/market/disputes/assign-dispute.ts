import { type Dispute, fieldRefused, SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { disputeNotFound } from '../refusals.ts'
import { disputeOf } from './dispute-of.ts'

type AssignRow =
  | { outcome: 'done'; dispute: Dispute }
  | { outcome: 'unknown' | 'not_yours' | 'over' | 'not_staff'; dispute: null }

const assignStatement = statement<AssignRow>(
  'dispute-assign',
  'select outcome, dispute from assign_dispute($1, $2, $3, $4, $5)',
)

/**
 * Gives a dispute to a member of staff, oneself unless said. Nobody looks after his own.
 * @throws NOT_FOUND, NOT_A_PARTY, CONFLICT, VALIDATION_FAILED
 */
export async function assignDispute(
  ctx: Ctx,
  input: { id: number; userId?: string | undefined },
): Promise<Dispute> {
  const { userId: me } = signedIn(ctx)
  const { id, userId = String(me) } = input
  const values = [id, me, userId, ctx.address, ctx.clock()]
  const [row] = await ctx.db.query(assignStatement, values)
  switch (row?.outcome) {
    case 'done':
      return disputeOf(row.dispute)
    case 'not_yours':
      throw new SoukError('NOT_A_PARTY', 'You are not authorized to assign this dispute')
    case 'over':
      throw new SoukError('CONFLICT', 'This dispute is already resolved')
    case 'not_staff':
      throw fieldRefused('userId', 'must be a member of staff who is no side of the offer')
    default:
      throw disputeNotFound()
  }
}
