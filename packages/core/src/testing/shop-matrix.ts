import type { Cell } from './market-matrix.ts'
import type { Payment } from './shop-orders.ts'

/**
 * Everything anybody may try with an order, cell by cell: → the next status, or the refusal. Written down
 * apart from the rules, so that a slip in them does not excuse itself.
 */
export const ORDER_MATRIX = `
action   role   | PENDING      | PAID         | CONFIRMED    | SHIPPED      | DELIVERED    | COMPLETED    | CANCELLED    | REFUNDED
pay      buyer  | →PAID        | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state
pay      seller | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
pay      staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
pay      other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
pay      system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
claim    buyer  | →PENDING     | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state
claim    seller | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
claim    staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
claim    other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
claim    system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
cancel   buyer  | →CANCELLED   | wrong_state  | →CANCELLED   | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state
cancel   seller | →CANCELLED   | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state
cancel   staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
cancel   other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
cancel   system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
expire   buyer  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
expire   seller | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
expire   staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
expire   other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
expire   system | →CANCELLED   | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state
confirm  buyer  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
confirm  seller | →CONFIRMED   | →CONFIRMED   | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state
confirm  staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
confirm  other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
confirm  system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
ship     buyer  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
ship     seller | wrong_state  | wrong_state  | →SHIPPED     | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state
ship     staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
ship     other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
ship     system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
deliver  buyer  | wrong_state  | wrong_state  | wrong_state  | →DELIVERED   | wrong_state  | wrong_state  | wrong_state  | wrong_state
deliver  seller | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
deliver  staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
deliver  other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
deliver  system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
complete buyer  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | →COMPLETED   | wrong_state  | wrong_state  | wrong_state
complete seller | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
complete staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
complete other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
complete system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
refund   buyer  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
refund   seller | wrong_state  | →REFUNDED    | →REFUNDED    | →REFUNDED    | →REFUNDED    | wrong_state  | wrong_state  | wrong_state
refund   staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
refund   other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
refund   system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
`

/** The same for escrows. */
export const ESCROW_MATRIX = `
action          role   | PENDING      | FUNDED       | CONFIRMED    | RELEASED     | REFUNDED     | DISPUTED
release         buyer  | wrong_state  | wrong_state  | →RELEASED    | wrong_state  | wrong_state  | wrong_state
release         seller | wrong_state  | wrong_state  | →RELEASED    | wrong_state  | wrong_state  | wrong_state
release         staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
release         other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
release         system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
dispute         buyer  | wrong_state  | →DISPUTED    | →DISPUTED    | wrong_state  | wrong_state  | wrong_state
dispute         seller | wrong_state  | →DISPUTED    | →DISPUTED    | wrong_state  | wrong_state  | wrong_state
dispute         staff  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
dispute         other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
dispute         system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
resolve_release buyer  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
resolve_release seller | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
resolve_release staff  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | →RELEASED
resolve_release other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
resolve_release system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
resolve_refund  buyer  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
resolve_refund  seller | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
resolve_refund  staff  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | →REFUNDED
resolve_refund  other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
resolve_refund  system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
split           buyer  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
split           seller | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
split           staff  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | wrong_state  | →RELEASED
split           other  | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
split           system | not_yours    | not_yours    | not_yours    | not_yours    | not_yours    | not_yours
`

/** What the rules of orders allow and the way of paying does not. */
export function isObstructed({ action, from }: Cell, payment: Payment): boolean {
  // What its buyer has paid, or says they have, they do not cancel.
  if (action === 'cancel' && from === 'CONFIRMED') return true
  if (payment === 'outside') return false
  return action === 'complete' || (action === 'confirm' && from === 'PENDING')
}
