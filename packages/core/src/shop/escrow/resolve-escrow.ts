import type { Escrow, EscrowOutcome, Resolution } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import type { EscrowAction } from '../transitions.ts'
import { transitionEscrow } from './transition-escrow.ts'

const ACTIONS: Record<EscrowOutcome, EscrowAction> = {
  release: 'resolve_release',
  refund: 'resolve_refund',
  split: 'split',
}

/** Decides a disputed escrow. @throws VALIDATION_FAILED, NOT_FOUND, NOT_A_PARTY, CONFLICT */
export function resolveEscrow(ctx: Ctx, { outcome, ...step }: Resolution): Promise<Escrow> {
  return transitionEscrow(ctx, ACTIONS[outcome], step)
}
