import type { EscrowStatus, OrderStatus } from '@souk/contract'

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
  { action: 'pay', from: 'PENDING', by: 'buyer', to: 'PAID' },
  { action: 'claim', from: 'PENDING', by: 'buyer', to: 'PENDING' },
  { action: 'cancel', from: 'PENDING', by: 'buyer', to: 'CANCELLED' },
  { action: 'cancel', from: 'PENDING', by: 'seller', to: 'CANCELLED' },
  // What a seller alone says has been paid.
  { action: 'cancel', from: 'CONFIRMED', by: 'buyer', to: 'CANCELLED' },
  { action: 'expire', from: 'PENDING', by: 'system', to: 'CANCELLED' },
  // Paid outside, by what the buyer has named: the seller says that it has arrived.
  { action: 'confirm', from: 'PENDING', by: 'seller', to: 'CONFIRMED' },
  { action: 'confirm', from: 'PAID', by: 'seller', to: 'CONFIRMED' },
  { action: 'ship', from: 'CONFIRMED', by: 'seller', to: 'SHIPPED' },
  { action: 'deliver', from: 'SHIPPED', by: 'buyer', to: 'DELIVERED' },
  // With money in escrow an order is completed by its release alone.
  { action: 'complete', from: 'DELIVERED', by: 'buyer', to: 'COMPLETED' },
  { action: 'refund', from: 'PAID', by: 'seller', to: 'REFUNDED' },
  { action: 'refund', from: 'CONFIRMED', by: 'seller', to: 'REFUNDED' },
  { action: 'refund', from: 'SHIPPED', by: 'seller', to: 'REFUNDED' },
  { action: 'refund', from: 'DELIVERED', by: 'seller', to: 'REFUNDED' },
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
  { action: 'release', from: 'CONFIRMED', by: 'buyer', to: 'RELEASED' },
  { action: 'release', from: 'CONFIRMED', by: 'seller', to: 'RELEASED' },
  { action: 'dispute', from: 'FUNDED', by: 'buyer', to: 'DISPUTED' },
  { action: 'dispute', from: 'FUNDED', by: 'seller', to: 'DISPUTED' },
  { action: 'dispute', from: 'CONFIRMED', by: 'buyer', to: 'DISPUTED' },
  { action: 'dispute', from: 'CONFIRMED', by: 'seller', to: 'DISPUTED' },
  { action: 'resolve_release', from: 'DISPUTED', by: 'staff', to: 'RELEASED' },
  { action: 'resolve_refund', from: 'DISPUTED', by: 'staff', to: 'REFUNDED' },
  { action: 'split', from: 'DISPUTED', by: 'staff', to: 'RELEASED' },
]

export const orderRules = (action: OrderAction) =>
  ORDER_TRANSITIONS.filter((rule) => rule.action === action)

export const escrowRules = (action: EscrowAction) =>
  ESCROW_TRANSITIONS.filter((rule) => rule.action === action)
