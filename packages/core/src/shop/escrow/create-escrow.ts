import { type Escrow, type NewEscrow, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { hashPassword } from '../../accounts/passwords.ts'
import { type Ctx, signedIn } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { prepared } from '../../prepared.ts'
import { unforeseen } from '../../unforeseen.ts'
import { orderNotFound } from '../refusals.ts'
import { type EscrowRow, escrowOf } from './escrow-of.ts'

type CreateRow =
  | { outcome: 'done'; escrow: EscrowRow }
  | { outcome: 'unknown' | 'exists' | 'refused'; escrow: null }

const createFunction = dbFunction('create_escrow', ['order', 'code'], row<CreateRow>())

/**
 * Opens the escrow of one's order with a release code, of which only a hash is kept; or sets the code of
 * one that came by paying.
 * @throws NOT_FOUND, CONFLICT
 */
export const createEscrow = prepared(async (ctx: Ctx, input: NewEscrow) => {
  signedIn(ctx)
  const code = await hashPassword(input.releaseCode, ctx.address)
  return async (tx): Promise<Escrow> => {
    const created = await call(tx, createFunction, { order: input.orderId, code })
    switch (created.outcome) {
      case 'done':
        return escrowOf(created.escrow)
      case 'unknown':
        throw orderNotFound()
      case 'exists':
        throw new SoukError('CONFLICT', 'Escrow transaction already exists for this order')
      case 'refused':
        throw new SoukError('CONFLICT', 'It is too late for an escrow of this order')
      default:
        throw unforeseen(created)
    }
  }
})
