import type { EscrowStatus, OrderStatus } from '@souk/contract'
import { rules, rulesOf } from '../rules.ts'

/** What somebody may be to an order and its escrow. A member of staff who is a side of it is only that side. */
export const SHOP_ROLES = ['buyer', 'seller', 'staff', 'other', 'system'] as const
export type ShopRole = (typeof SHOP_ROLES)[number]

export const ORDER_ACTIONS = [
  'pay',
  'claim',
  'cancel',
  'expire',
  'confirm',
  'ship',
  'deliver',
  'complete',
  'refund',
] as const
export type OrderAction = (typeof ORDER_ACTIONS)[number]

export interface OrderTransition {
  readonly action: OrderAction
  readonly from: OrderStatus
  readonly by: ShopRole
  readonly to: OrderStatus
}

/**
 * All that can ever happen to an order, beside what its escrow's end does. Of several sellers each takes the
 * step for their part, and the order once all have; it goes on as long as one of its parts does.
 */
export const ORDER_TRANSITIONS: readonly OrderTransition[] = [
  ...rules('pay', ['buyer'], ['PENDING'], { to: 'PAID' }),
  ...rules('claim', ['buyer'], ['PENDING'], { to: 'PENDING' }),
  ...rules('cancel', ['buyer', 'seller'], ['PENDING'], { to: 'CANCELLED' }),
  // What a seller alone says has been paid.
  ...rules('cancel', ['buyer'], ['CONFIRMED'], { to: 'CANCELLED' }),
  ...rules('expire', ['system'], ['PENDING'], { to: 'CANCELLED' }),
  // Unpaid: paid outside, by what the buyer has named. The seller says that it has arrived.
  ...rules('confirm', ['seller'], ['PENDING', 'PAID'], { to: 'CONFIRMED' }),
  ...rules('ship', ['seller'], ['CONFIRMED'], { to: 'SHIPPED' }),
  ...rules('deliver', ['buyer'], ['SHIPPED'], { to: 'DELIVERED' }),
  // With money in escrow an order is completed by its release alone.
  ...rules('complete', ['buyer'], ['DELIVERED'], { to: 'COMPLETED' }),
  ...rules('refund', ['seller'], ['PAID', 'CONFIRMED', 'SHIPPED', 'DELIVERED'], { to: 'REFUNDED' }),
]

export const ESCROW_ACTIONS = [
  'release',
  'dispute',
  'resolve_release',
  'resolve_refund',
  'split',
] as const
export type EscrowAction = (typeof ESCROW_ACTIONS)[number]

export interface EscrowTransition {
  readonly action: EscrowAction
  readonly from: EscrowStatus
  readonly by: ShopRole
  /**
   * Once nothing is left in it for other sellers. A split in which the sellers get nothing ends as a
   * refund; with what was released before, either is a release.
   */
  readonly to: EscrowStatus
}

/** All that can happen to an escrow beside what its order does. */
export const ESCROW_TRANSITIONS: readonly EscrowTransition[] = [
  ...rules('release', ['buyer', 'seller'], ['CONFIRMED'], { to: 'RELEASED' }),
  ...rules('dispute', ['buyer', 'seller'], ['FUNDED', 'CONFIRMED'], { to: 'DISPUTED' }),
  ...rules('resolve_release', ['staff'], ['DISPUTED'], { to: 'RELEASED' }),
  ...rules('resolve_refund', ['staff'], ['DISPUTED'], { to: 'REFUNDED' }),
  ...rules('split', ['staff'], ['DISPUTED'], { to: 'RELEASED' }),
]

export const orderRules = rulesOf(ORDER_TRANSITIONS)
export const escrowRules = rulesOf(ESCROW_TRANSITIONS)
