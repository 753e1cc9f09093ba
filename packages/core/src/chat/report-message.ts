import { fieldRefused, type MessageReport, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { isoTime } from '../iso-time.ts'

type ReportedRow = { outcome: 'done'; report: MessageReport } | { outcome: 'unknown' | 'own' }

const reportFunction = dbFunction('report_message', ['message', 'reason'], row<ReportedRow>())

/**
 * Shows staff what another has written to the caller.
 * @throws NOT_FOUND, also for what the caller cannot read; VALIDATION_FAILED for what is their own
 */
export async function reportMessage(
  ctx: Ctx,
  { id: message, reason }: { id: number; reason: string },
): Promise<MessageReport> {
  const reported = await call(ctx, reportFunction, { message, reason })
  switch (reported.outcome) {
    case 'done':
      return { ...reported.report, createdAt: isoTime(reported.report.createdAt) }
    case 'unknown':
      throw new SoukError('NOT_FOUND', 'Message not found')
    case 'own':
      throw fieldRefused('id', 'must be a message of somebody else')
  }
}
