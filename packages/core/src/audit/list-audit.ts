import type { AuditEntry, Page } from '@souk/contract'
import { where } from '../conditions.ts'
import type { Ctx } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { shownDetails } from './shown-details.ts'

export interface AuditFilter extends Paging {
  readonly staffId?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
}

type AuditRow = Omit<AuditEntry, 'details'> & { readonly details: Record<string, unknown> }

const FILTERS = {
  staffId: 'staff_id = find_user($staffId)',
  action: 'action = $action',
  subject: 'subject = $subject',
}

const audit = pagedList<AuditRow, keyof typeof FILTERS>('staff-audit', FILTERS, (given) => ({
  branches: [`select id from audit_log ${where(given)}`],
  order: ['id desc'],
  show: `a.id, u.uuid as "staffId", u.display_name as "staffName", a.action, a.subject, a.details,
         a.address, a.created_at as "createdAt"
    from page join audit_log a on a.id = page.id join users u on u.id = a.staff_id`,
}))

/** What staff did, newest first. */
export function listAudit(ctx: Ctx, filter: AuditFilter): Promise<Page<AuditEntry>> {
  const { staffId, action, subject } = filter
  return readPage(ctx, audit, { staffId, action, subject }, filter, (row) => ({
    ...row,
    details: shownDetails(row.details),
    createdAt: isoTime(row.createdAt),
  }))
}
