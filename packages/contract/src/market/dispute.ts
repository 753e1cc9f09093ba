import { z } from 'zod'
import { id, time } from '../fields.ts'

export const DISPUTE_STATUSES = ['open', 'escalated', 'resolved'] as const
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number]

export const DISPUTE_OUTCOMES = ['release', 'refund'] as const

/** One piece of evidence. Notes are among staff; statements are read by the two sides as well. */
export const DisputeEntry = z.object({
  id: id(),
  kind: z.enum(['statement', 'note']),
  authorId: id(),
  authorName: z.string(),
  body: z.string(),
  createdAt: time(),
})
export type DisputeEntry = z.output<typeof DisputeEntry>

/** A disputed offer, in the hands of staff. */
export const Dispute = z.object({
  offerId: id(),
  status: z
    .enum(DISPUTE_STATUSES)
    .describe('`escalated`: the other side has not answered in time.'),
  openedBy: id(),
  openedByName: z.string(),
  reason: z.string(),
  answerBy: time().describe('Until when the other side has to answer.'),
  answeredAt: time().nullable().describe('When the other side first stated its case.'),
  escalatedAt: time().nullable(),
  assignedTo: id().nullable().describe('The member of staff who looks after it.'),
  assignedToName: z.string().nullable(),
  outcome: z
    .enum(DISPUTE_OUTCOMES)
    .nullable()
    .describe('How it ended; `release` also when the seller released unasked.'),
  note: z.string().nullable().describe("The staff's words on the outcome."),
  resolvedAt: time().nullable(),
  createdAt: time(),
})
export type Dispute = z.output<typeof Dispute>

/** A dispute with its evidence, oldest first. */
export const DisputeFile = Dispute.extend({ entries: z.array(DisputeEntry) })
export type DisputeFile = z.output<typeof DisputeFile>
