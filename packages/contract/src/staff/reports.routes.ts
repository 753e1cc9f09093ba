import { z } from 'zod'
import { ATTACHMENT_TYPES } from '../chat/attachment.ts'
import {
  REPORT_STATUSES,
  StaffReport,
  StaffReportInDocument4,
  StaffReportPage,
  StaffReportPageInDocument4,
} from '../chat/report.ts'
import { mutation, query } from '../define.ts'
import { id, pageFields, pageOf, text } from '../fields.ts'
import { fileShown } from '../files.ts'

export const reports = {
  list: query({
    access: 'staff',
    summary: 'List reported messages, newest first',
    description:
      'As they were when they were reported; what was said around one is shown with it alone.',
    input: z.object({
      status: z.enum(REPORT_STATUSES).optional().describe('Only those that stand so.'),
      ...pageFields(),
    }),
    output: pageOf(StaffReport),
    rest: [
      {
        method: 'GET',
        path: '/exec/chat/reports/',
        dialect: 'entity',
        view: pageOf(StaffReportInDocument4),
      },
    ],
  }),
  get: query({
    access: 'staff',
    summary: 'Show a reported message with what was said around it',
    description:
      'As it was when it was reported. That somebody has looked is recorded in the audit log.',
    input: z.object({ id: id() }),
    output: StaffReportPage,
    errors: ['NOT_FOUND'],
    rest: [
      {
        method: 'GET',
        path: '/exec/chat/reports/{id}/',
        dialect: 'entity',
        view: StaffReportPageInDocument4,
      },
    ],
  }),
  file: query({
    access: 'staff',
    summary: 'Get the file of a reported message',
    description:
      'Always as a download. Also when its sender has deleted the message since; then until the report is settled. That somebody has looked is recorded in the audit log.',
    input: z.object({ id: id() }),
    output: fileShown(ATTACHMENT_TYPES),
    errors: ['NOT_FOUND'],
    rest: [{ method: 'GET', path: '/exec/chat/reports/{id}/file/', dialect: 'entity' }],
  }),
  resolve: mutation({
    access: 'staff',
    summary: 'Settle a report',
    description: 'Not by who is one of the two. It is recorded in the audit log.',
    input: z.object({
      id: id(),
      outcome: z
        .enum(['actioned', 'dismissed'], 'must be actioned or dismissed')
        .describe('Whether anything was done about it.'),
      note: text(1, 2000).optional().describe('Why, for staff.'),
    }),
    output: StaffReport,
    errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
    rest: [
      {
        method: 'POST',
        path: '/exec/chat/reports/{id}/resolve/',
        dialect: 'entity',
        view: StaffReportInDocument4,
        message: 'Report resolved',
      },
    ],
  }),
}
