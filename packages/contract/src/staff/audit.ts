import { z } from 'zod'
import { id, time } from '../fields.ts'

/** One thing that a member of staff did. */
export const AuditEntry = z.object({
  id: id(),
  staffId: z.uuid(),
  staffName: z.string(),
  action: z.string().describe('Such as `coin.disabled` or `withdrawal.approved`.'),
  subject: z.string().describe('What it was done to, such as `coin:btc` or `user:7`.'),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  address: z.string().nullable().describe('Where the request came from.'),
  createdAt: time(),
})
export type AuditEntry = z.output<typeof AuditEntry>
