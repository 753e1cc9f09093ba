import { ESCROW_STATUSES, ORDER_STATUSES } from '@souk/contract'
import { z } from 'zod'
import { idNamed } from '../../wire-ids.ts'
import { secondMoment } from '../../wire-times.ts'

const message = z.string().describe('The same in a sentence.')

/** What document 3's namespace tells, and what each event carries. */
export const EVENTS = {
  'order:updated': z.object({ orderId: idNamed('order'), status: z.enum(ORDER_STATUSES), message }),
  'escrow:updated': z.object({
    escrowId: idNamed('escrow'),
    status: z.enum(ESCROW_STATUSES),
    message,
  }),
  'support:new_message': z.object({
    ticketId: idNamed('ticket'),
    message: z.object({
      id: idNamed('msg'),
      content: z.string(),
      isStaff: z.boolean(),
      user: z.object({ username: z.string(), avatar: z.string().nullable() }),
      createdAt: secondMoment(),
    }),
  }),
  notification: z.object({
    id: idNamed('notif'),
    type: z.string().describe('What has happened, such as `TRADE_TAKEN`, `ORDER_CONFIRMED`.'),
    title: z.string(),
    message: z.string(),
    data: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .describe('What it is about, such as the `orderId`.'),
    createdAt: secondMoment(),
  }),
}
