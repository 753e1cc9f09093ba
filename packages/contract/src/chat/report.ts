import { z } from 'zod'
import { id, madeAt, time } from '../fields.ts'
import { UserBrief, UserBriefInDocument4 } from '../staff/user.ts'
import { Attachment } from './attachment.ts'

export const REPORT_STATUSES = ['open', 'actioned', 'dismissed'] as const
export type ReportStatus = (typeof REPORT_STATUSES)[number]

/** A message that somebody has shown to staff. */
export const MessageReport = z.object({
  id: id(),
  messageId: id().describe('The message that was reported.'),
  reason: z.string().describe('What whoever has reported it says is wrong.'),
  status: z
    .enum(REPORT_STATUSES)
    .describe(
      '`open` until staff have settled it: something was done (`actioned`), or nothing (`dismissed`).',
    ),
  createdAt: madeAt(),
})
export type MessageReport = z.output<typeof MessageReport>

/** The same as staff see it. */
export const StaffReport = MessageReport.extend({
  message: z.string().describe('As it was when it was reported.'),
  reporter: UserBrief.describe('Who has reported it.'),
  reported: UserBrief.describe('Who has written the message.'),
  file: Attachment.pick({ name: true, type: true, size: true })
    .nullable()
    .describe(
      'What the message was sent with, until the report is settled and the message deleted.',
    ),
  note: z.string().nullable().describe('What staff have written about it.'),
  resolvedBy: z
    .uuid()
    .nullable()
    .describe('UUID of the member of staff who has settled it; null while it is open.'),
  resolvedAt: time().nullable().describe('When it was settled; null while it is open.'),
})
export type StaffReport = z.output<typeof StaffReport>

/** A message around a reported one, as it was then. */
export const ReportedMessage = z.object({
  id: id(),
  senderId: id().describe('User number of who has written it.'),
  message: z.string().describe('Its text as it was then.'),
  deleted: z.boolean().describe('It had been deleted already.'),
  createdAt: time().describe('When it was sent.'),
})
export type ReportedMessage = z.output<typeof ReportedMessage>

/** A report with what was written before and after the message. */
export const StaffReportPage = StaffReport.extend({
  context: z.array(ReportedMessage).describe('What was written before and after it, oldest first.'),
})
export type StaffReportPage = z.output<typeof StaffReportPage>

const people = {
  reporter: UserBriefInDocument4.describe('Who has reported it.'),
  reported: UserBriefInDocument4.describe('Who has written the message.'),
}
export const StaffReportInDocument4 = StaffReport.extend(people)
export const StaffReportPageInDocument4 = StaffReportPage.extend(people)
