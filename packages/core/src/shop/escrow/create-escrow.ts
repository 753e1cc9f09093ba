import { type Escrow, type NewEscrow, SoukError } from '@souk/contract'
import { row, statement } from '@souk/database'
import { hashPassword } from '../../accounts/passwords.ts'
import { type Ctx, signedIn } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { prepared } from '../../prepared.ts'
import { unforeseen } from '../../unforeseen.ts'
import { orderNotFound } from '../refusals.ts'
import { type EscrowRow, escrowOf } from './escrow-of.ts'

type Obstacle = 'unknown' | 'exists' | 'refused'

type CreateRow = { outcome: 'done'; escrow: EscrowRow } | { outcome: Obstacle; escrow: null }

const selectObstacle = statement<{ outcome: Obstacle | null }>(
  'escrow-obstacle',
  'select escrow_obstacle($1, $2) as outcome',
)

const createFunction = dbFunction('create_escrow', ['order', 'code'], row<CreateRow>())

/**
 * Opens the escrow of one's order with a release code, of which only a hash is kept; or sets the code of
 * one that came by paying.
 * @throws NOT_FOUND, CONFLICT
 */
export const createEscrow = prepared(async (ctx: Ctx, input: NewEscrow) => {
  const { userId } = signedIn(ctx)
  // Hashing is slow: nobody has it done for what is refused anyway.
  const [found] = await ctx.db.query(selectObstacle, [userId, input.orderId])
  if (found?.outcome) throw refused(found.outcome)
  const code = await hashPassword(input.releaseCode, ctx.address)
  return async (tx): Promise<Escrow> => {
    const created = await call(tx, createFunction, { order: input.orderId, code })
    if (created.outcome === 'done') return escrowOf(created.escrow)
    throw refused(created.outcome)
  }
})

function refused(obstacle: Obstacle): SoukError {
  switch (obstacle) {
    case 'unknown':
      return orderNotFound()
    case 'exists':
      return new SoukError('CONFLICT', 'Escrow transaction already exists for this order')
    case 'refused':
      return new SoukError('CONFLICT', 'It is too late for an escrow of this order')
    default:
      return unforeseen(obstacle)
  }
}
