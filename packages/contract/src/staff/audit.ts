import { z } from 'zod'
import { id, time } from '../fields.ts'

/** One thing that a member of staff did. */
export const AuditEntry = z.object({
  id: id(),
  staffId: z.uuid().describe('UUID of the member who did it.'),
  staffName: z.string().describe('The same person’s display name.'),
  action: z.string().describe('Such as `coin.disabled` or `withdrawal.approved`.'),
  subject: z.string().describe('What it was done to, such as `coin:btc` or `user:7`.'),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe(
      'What belongs to it, such as an amount or a reason; what is nested is shown as JSON.',
    ),
  address: z.string().nullable().describe('Where the request came from.'),
  createdAt: time().describe('When it was done.'),
})
export type AuditEntry = z.output<typeof AuditEntry>
