import { z } from 'zod'
import { id, time } from '../fields.ts'
import { ESCROW_STATUSES, ORDER_STATUSES } from './statuses.ts'

const happened = {
  at: time(),
  byId: id().nullable().describe('Who did it; null for time itself.'),
  text: z.string().describe('The same in a sentence.'),
}

/** Something that happened to an order of the user's, on either side of it. */
export const OrderEvent = z.object({
  type: z.enum(['order.created', 'order.updated']),
  ...happened,
  order: z.object({ id: id(), status: z.enum(ORDER_STATUSES) }),
})
export type OrderEvent = z.output<typeof OrderEvent>

/** Something that happened to the escrow of one. */
export const EscrowEvent = z.object({
  type: z.enum([
    'escrow.created',
    'escrow.updated',
    'escrow.released',
    'escrow.disputed',
    'escrow.resolved',
  ]),
  ...happened,
  escrow: z.object({ id: id(), orderId: id(), status: z.enum(ESCROW_STATUSES) }),
})
export type EscrowEvent = z.output<typeof EscrowEvent>
