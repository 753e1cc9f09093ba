import { z } from 'zod'
import { happenedAt, id } from '../fields.ts'
import { ESCROW_STATUSES, ORDER_STATUSES } from './statuses.ts'

const happened = {
  at: happenedAt(),
  byId: id().nullable().describe('Who did it; null for time itself.'),
  text: z.string().describe('The same in a sentence.'),
}

/** Something that happened to an order of the user's, on either side of it. */
export const OrderEvent = z.object({
  type: z.enum(['order.created', 'order.updated']).describe('Whether it is new.'),
  ...happened,
  order: z
    .object({ id: id(), status: z.enum(ORDER_STATUSES).describe('How far it was.') })
    .describe('The order as it stood then.'),
})
export type OrderEvent = z.output<typeof OrderEvent>

/** Something that happened to the escrow of one. */
export const EscrowEvent = z.object({
  type: z
    .enum([
      'escrow.created',
      'escrow.updated',
      'escrow.released',
      'escrow.disputed',
      'escrow.resolved',
    ])
    .describe('What happened.'),
  ...happened,
  escrow: z
    .object({
      id: id(),
      orderId: id().describe('The order whose money it holds.'),
      status: z.enum(ESCROW_STATUSES).describe('How far it was.'),
    })
    .describe('The escrow as it stood then.'),
})
export type EscrowEvent = z.output<typeof EscrowEvent>
