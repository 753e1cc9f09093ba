import { z } from 'zod'
import { id, time } from '../fields.ts'
import { UserBrief, UserBriefInDocument4 } from '../staff/user.ts'
import { Attachment } from './attachment.ts'

export const REPORT_STATUSES = ['open', 'actioned', 'dismissed'] as const
export type ReportStatus = (typeof REPORT_STATUSES)[number]

/** A message that somebody has shown to staff. */
export const MessageReport = z.object({
  id: id(),
  messageId: id(),
  reason: z.string(),
  status: z.enum(REPORT_STATUSES),
  createdAt: time(),
})
export type MessageReport = z.output<typeof MessageReport>

/** The same as staff see it. */
export const StaffReport = MessageReport.extend({
  message: z.string().describe('As it was when it was reported.'),
  reporter: UserBrief,
  reported: UserBrief,
  file: Attachment.pick({ name: true, type: true, size: true })
    .nullable()
    .describe(
      'What the message was sent with, until the report is settled and the message deleted.',
    ),
  note: z.string().nullable().describe('What staff have written about it.'),
  resolvedBy: z.uuid().nullable(),
  resolvedAt: time().nullable(),
})
export type StaffReport = z.output<typeof StaffReport>

/** A message around a reported one, as it was then. */
export const ReportedMessage = z.object({
  id: id(),
  senderId: id(),
  message: z.string(),
  deleted: z.boolean(),
  createdAt: time(),
})
export type ReportedMessage = z.output<typeof ReportedMessage>

/** A report with what was written before and after the message. */
export const StaffReportPage = StaffReport.extend({ context: z.array(ReportedMessage) })
export type StaffReportPage = z.output<typeof StaffReportPage>

const people = { reporter: UserBriefInDocument4, reported: UserBriefInDocument4 }
export const StaffReportInDocument4 = StaffReport.extend(people)
export const StaffReportPageInDocument4 = StaffReportPage.extend(people)
