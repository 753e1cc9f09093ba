import { type Escrow, fieldsRefused, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { rulesFor } from '../../rules.ts'
import { unforeseen } from '../../unforeseen.ts'
import { escrowNotFound, escrowNotYours, invalidCode } from '../refusals.ts'
import { type EscrowAction, escrowRules, type ShopRole } from '../transitions.ts'
import { type EscrowRow, escrowOf } from './escrow-of.ts'

interface TransitionRow {
  readonly outcome: 'done' | 'unknown' | 'refused' | 'changed' | 'not_exact'
  readonly role: ShopRole
  readonly detail: string
  readonly escrow: EscrowRow
}

const transitionFunction = dbFunction(
  'transition_escrow',
  ['escrow', 'action', 'note', 'code', 'sellerBtc', 'buyerBtc', 'when'],
  row<TransitionRow>(),
)

/** What a step needs to be told. */
export interface EscrowStep {
  readonly id: number
  readonly note?: string | undefined
  /** The hash that the code presented was found to match. */
  readonly code?: string | undefined
  readonly sellerBtc?: string | undefined
  readonly buyerBtc?: string | undefined
}

/**
 * Takes one step in an escrow's life: it, its order, money, stock, events and audit change together, in
 * one round trip, or nothing does.
 * @throws VALIDATION_FAILED for shares that do not add up; NOT_FOUND, NOT_A_PARTY, CONFLICT
 */
export async function transitionEscrow(
  ctx: Ctx,
  action: EscrowAction,
  { id, note, code, sellerBtc, buyerBtc }: EscrowStep,
): Promise<Escrow> {
  signedIn(ctx)
  const { outcome, role, detail, escrow } = await call(ctx, transitionFunction, {
    escrow: id,
    action,
    note: note ?? null,
    code: code ?? null,
    sellerBtc: sellerBtc ?? null,
    buyerBtc: buyerBtc ?? null,
    when: rulesFor(escrowRules(action)).when,
  })
  switch (outcome) {
    case 'done':
      return escrowOf(escrow)
    case 'unknown':
      throw escrowNotFound()
    case 'refused':
      throw refused(action, role)
    case 'changed':
      throw invalidCode()
    case 'not_exact': {
      const message = `must add up to ${detail} with the other share`
      throw fieldsRefused(['sellerBtc', 'buyerBtc'].map((field) => ({ path: [field], message })))
    }
    default:
      throw unforeseen(outcome)
  }
}

/** What somebody is told that cannot be done as the escrow stands. */
const NOT_NOW: Record<EscrowAction, string> = {
  release: 'Escrow funds cannot be released at this time',
  dispute: 'Dispute cannot be raised at this time',
  resolve_release: 'This escrow is not disputed',
  resolve_refund: 'This escrow is not disputed',
  split: 'This escrow is not disputed',
}

export function refused(action: EscrowAction, role: ShopRole): SoukError {
  return escrowRules(action).some((rule) => rule.by === role)
    ? new SoukError('CONFLICT', NOT_NOW[action])
    : escrowNotYours(action)
}
