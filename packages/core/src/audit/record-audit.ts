import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

const recordFunction = dbFunction('record_audit', ['action', 'subject', 'details'], row<object>())

/** Records what the caller, a member of staff, has done; what changes something records it in SQL. */
export async function recordAudit(
  ctx: Ctx,
  action: string,
  subject: string,
  details: object = {},
): Promise<void> {
  await call(ctx, recordFunction, { action, subject, details: JSON.stringify(details) })
}
