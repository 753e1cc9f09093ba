import {
  type Page,
  type ReportedMessage,
  SoukError,
  type StaffReport,
  type StaffReportPage,
} from '@souk/contract'
import { row, statement } from '@souk/database'
import { recordAudit } from '../audit/record-audit.ts'
import { where } from '../conditions.ts'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { isoTime, isoTimeOrNull } from '../iso-time.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { type BriefRow, briefOf } from '../people/brief-of.ts'

type ReportRow = Omit<StaffReport, 'reporter' | 'reported'> & {
  readonly reporter: BriefRow
  readonly reported: BriefRow
}

function reportOf(report: ReportRow): StaffReport {
  return {
    ...report,
    reporter: briefOf(report.reporter),
    reported: briefOf(report.reported),
    createdAt: isoTime(report.createdAt),
    resolvedAt: isoTimeOrNull(report.resolvedAt),
  }
}

const notFound = () => new SoukError('NOT_FOUND', 'Report not found')

export interface ReportFilter extends Paging {
  readonly status?: StaffReport['status'] | undefined
}

const FILTERS = { status: 'status = $status' }

const reports = pagedList<ReportRow, keyof typeof FILTERS>('message-reports', FILTERS, (given) => ({
  branches: [`select id from message_reports ${where(given)}`],
  order: ['id desc'],
  show: 'v.* from page join staff_report_view v on v.id = page.id',
}))

/** Reported messages, newest first. */
export async function listReports(ctx: Ctx, filter: ReportFilter): Promise<Page<StaffReport>> {
  const { status } = filter
  const page = await readPage(ctx, reports, { status }, filter, reportOf)
  await recordAudit(ctx, 'reports.read', 'reports', filter)
  return page
}

const selectReport = statement<ReportRow & { context: ReportedMessage[] }>(
  'message-report',
  `select v.*, r.context from staff_report_view v join message_reports r using (id)
    where v.id = $1`,
)

/** One report with what was said around the message; looking is recorded. @throws NOT_FOUND */
export async function getReport(ctx: Ctx, { id }: { id: number }): Promise<StaffReportPage> {
  const [found] = await ctx.db.query(selectReport, [id])
  if (!found) throw notFound()
  await recordAudit(ctx, 'report.read', `report:${id}`)
  const { context, ...report } = found
  const messages = context.map((one) => ({ ...one, createdAt: isoTime(one.createdAt) }))
  return { ...reportOf(report), context: messages }
}

type ResolvedRow =
  | { outcome: 'done'; report: ReportRow }
  | { outcome: 'unknown' | 'party' | 'settled' }

const resolveFunction = dbFunction(
  'resolve_report',
  ['report', 'outcome', 'note'],
  row<ResolvedRow>(),
)

/** Settles a report. @throws NOT_FOUND, CONFLICT, FORBIDDEN for one of the two */
export async function resolveReport(
  ctx: Ctx,
  input: { id: number; outcome: string; note?: string | undefined },
): Promise<StaffReport> {
  const { id: report, outcome, note = null } = input
  const resolved = await call(ctx, resolveFunction, { report, outcome, note })
  switch (resolved.outcome) {
    case 'done':
      return reportOf(resolved.report)
    case 'unknown':
      throw notFound()
    case 'party':
      throw new SoukError('FORBIDDEN', 'Another member of staff must settle this report')
    case 'settled':
      throw new SoukError('CONFLICT', 'This report has been settled')
  }
}
