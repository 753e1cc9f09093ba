import { fieldRefused, SoukError } from '@souk/contract'
import type { Ctx } from '../context.ts'
import type { EscrowAction } from './transitions.ts'

export const productNotFound = () => new SoukError('NOT_FOUND', 'Product not found')
export const sellerNotFound = () => new SoukError('NOT_FOUND', 'Seller not found')
export const reviewNotFound = () => new SoukError('NOT_FOUND', 'Review not found')
export const orderNotFound = () => new SoukError('NOT_FOUND', 'Order not found')
export const escrowNotFound = () => new SoukError('NOT_FOUND', 'Escrow transaction not found')

export const invalidCode = () => fieldRefused('releaseCode', 'Invalid release code')

const ESCROW_IN_WORDS: Record<EscrowAction, string> = {
  release: 'release this escrow',
  dispute: 'dispute this escrow',
  resolve_release: 'decide this dispute',
  resolve_refund: 'decide this dispute',
  split: 'decide this dispute',
}

export const escrowNotYours = (action: EscrowAction) =>
  new SoukError('NOT_A_PARTY', `Unauthorized to ${ESCROW_IN_WORDS[action]}`)

/** Refuses whoever would do what only time does. */
export function onlyTime(ctx: Ctx): void {
  if (ctx.actor.kind !== 'system') throw new SoukError('FORBIDDEN', 'Only time does this')
}
