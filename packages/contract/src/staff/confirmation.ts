import { z } from 'zod'
import { id, madeAt, time } from '../fields.ts'
import { AuditEntry } from './audit.ts'

const entry = AuditEntry.shape

/** What one member of staff wants done, and another must confirm. */
export const Confirmation = z.object({
  id: id(),
  staffId: entry.staffId.describe('Who wants it.'),
  staffName: entry.staffName,
  action: z.string().describe('Such as `settings.updated` or `deposit.credited`.'),
  subject: entry.subject,
  details: entry.details,
  createdAt: madeAt(),
  expiresAt: time().describe('Until when a second member can confirm it.'),
})
export type Confirmation = z.output<typeof Confirmation>

/** Part of an answer while nothing has changed yet; left out otherwise. */
export const awaitsConfirmation = () =>
  z
    .literal(true)
    .optional()
    .describe('Nothing has changed: a second member of staff must make the same call within a day.')
