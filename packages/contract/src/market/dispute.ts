import { z } from 'zod'
import { id, madeAt, time } from '../fields.ts'

export const DISPUTE_STATUSES = ['open', 'escalated', 'resolved'] as const
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number]

export const DISPUTE_OUTCOMES = ['release', 'refund'] as const

/** One piece of evidence. Notes are among staff; statements are read by the two sides as well. */
export const DisputeEntry = z.object({
  id: id(),
  kind: z
    .enum(['statement', 'note'])
    .describe('A statement of one of the sides or of staff, or a note among staff.'),
  authorId: id().describe('User number of who has written it.'),
  authorName: z.string().describe('The same person’s display name.'),
  body: z.string().describe('What was written.'),
  createdAt: madeAt(),
})
export type DisputeEntry = z.output<typeof DisputeEntry>

/** A disputed offer, in the hands of staff. */
export const Dispute = z.object({
  offerId: id().describe('The offer it is about, by whose number it is found.'),
  status: z
    .enum(DISPUTE_STATUSES)
    .describe('`escalated`: the other side has not answered in time.'),
  openedBy: id().describe('User number of the side that has disputed.'),
  openedByName: z.string().describe('The same person’s display name.'),
  reason: z.string().describe('What they say is wrong.'),
  answerBy: time().describe('Until when the other side has to answer.'),
  answeredAt: time().nullable().describe('When the other side first stated its case.'),
  escalatedAt: time()
    .nullable()
    .describe('When the time to answer was over; null where it was not, or not yet.'),
  assignedTo: id().nullable().describe('The member of staff who looks after it.'),
  assignedToName: z
    .string()
    .nullable()
    .describe('The same person’s display name; null while nobody does.'),
  outcome: z
    .enum(DISPUTE_OUTCOMES)
    .nullable()
    .describe('How it ended; `release` also when the seller released unasked.'),
  note: z.string().nullable().describe("The staff's words on the outcome."),
  resolvedAt: time().nullable().describe('When it was settled; null until then.'),
  createdAt: time().describe('When the offer was disputed.'),
})
export type Dispute = z.output<typeof Dispute>

/** A dispute with its evidence, oldest first. */
export const DisputeFile = Dispute.extend({
  entries: z.array(DisputeEntry).describe('Statements, and for staff notes too, oldest first.'),
})
export type DisputeFile = z.output<typeof DisputeFile>
