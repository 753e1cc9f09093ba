import type { Confirmation, Page } from '@souk/contract'
import { shownDetails } from '../audit/shown-details.ts'
import type { Ctx } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { pagedList, readPage, where } from '../pages.ts'
import { CONFIRM_WITHIN } from './confirm-within.ts'

type ConfirmationRow = Omit<Confirmation, 'details' | 'expiresAt'> & {
  readonly details: Record<string, unknown>
}

const FILTERS = { since: 'created_at > $since' }

const confirmations = pagedList<ConfirmationRow, keyof typeof FILTERS>(
  'staff-confirmations',
  FILTERS,
  (given) => ({
    branches: [`select id from confirmations ${where(given)}`],
    order: ['id desc'],
    show: `c.id, u.uuid as "staffId", u.display_name as "staffName", c.action, c.subject, c.details,
           c.created_at as "createdAt"
      from page join confirmations c on c.id = page.id join users u on u.id = c.staff_id`,
  }),
)

/** What a member of staff wants done and a second has not confirmed yet, newest first. */
export function listConfirmations(
  ctx: Ctx,
  filter: { readonly page: number; readonly perPage: number },
): Promise<Page<Confirmation>> {
  const since = new Date(ctx.clock().getTime() - CONFIRM_WITHIN)
  return readPage(ctx, confirmations, { since }, filter, ({ details, createdAt, ...row }) => {
    const first = isoTime(createdAt)
    const expiresAt = new Date(Date.parse(first) + CONFIRM_WITHIN).toISOString()
    return { ...row, details: shownDetails(details), createdAt: first, expiresAt }
  })
}
