import type { AuditEntry, Page } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { pagedList, readPage } from '../pages.ts'

export interface AuditFilter {
  readonly staffId?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  readonly page: number
  readonly perPage: number
}

type AuditRow = Omit<AuditEntry, 'details'> & { readonly details: Record<string, unknown> }

const audit = pagedList<AuditRow>('staff-audit', {
  columns: `a.id, u.uuid as "staffId", u.display_name as "staffName", a.action, a.subject,
            a.details, a.address, a.created_at as "createdAt"`,
  from: `from audit_log a join users u on u.id = a.staff_id
         where ($1::text is null or a.staff_id = (select find_user($1)))
           and ($2::text is null or a.action = $2) and ($3::text is null or a.subject = $3)`,
  orderBy: 'a.id desc',
  filters: 3,
})

/** What staff did, newest first. */
export function listAudit(ctx: Ctx, filter: AuditFilter): Promise<Page<AuditEntry>> {
  const { staffId = null, action = null, subject = null } = filter
  return readPage(ctx, audit, [staffId, action, subject], filter, (row) => ({
    ...row,
    details: Object.fromEntries(Object.entries(row.details).map(plainly)),
    createdAt: isoTime(row.createdAt),
  }))
}

type Plain = AuditEntry['details'][string]

/** What is nested in the details is shown as JSON. */
function plainly([name, value]: [string, unknown]): [string, Plain] {
  return [name, typeof value === 'object' && value ? JSON.stringify(value) : (value as Plain)]
}
