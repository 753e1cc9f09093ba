/** How far an order is, in the words of document 3. */
export const ORDER_STATUSES = [
  'PENDING',
  'PAID',
  'CONFIRMED',
  'SHIPPED',
  'DELIVERED',
  'COMPLETED',
  'CANCELLED',
  'REFUNDED',
] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

export const ESCROW_STATUSES = [
  'PENDING',
  'FUNDED',
  'CONFIRMED',
  'RELEASED',
  'REFUNDED',
  'DISPUTED',
] as const
export type EscrowStatus = (typeof ESCROW_STATUSES)[number]
