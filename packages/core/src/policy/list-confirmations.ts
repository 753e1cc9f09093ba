import type { Confirmation, Page } from '@souk/contract'
import { shownDetails } from '../audit/shown-details.ts'
import { where } from '../conditions.ts'
import type { Ctx } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { CONFIRM_WITHIN } from './confirm-within.ts'

type ConfirmationRow = Omit<Confirmation, 'details' | 'expiresAt'> & {
  readonly details: Record<string, unknown>
}

const confirmations = pagedList<ConfirmationRow, never>('staff-confirmations', {}, () => ({
  branches: [`select id from confirmations ${where({}, 'created_at > $since')}`],
  order: ['id desc'],
  show: `c.id, u.uuid as "staffId", u.display_name as "staffName", c.action, c.subject, c.details,
           c.created_at as "createdAt"
      from page join confirmations c on c.id = page.id join users u on u.id = c.staff_id`,
}))

/** What a member of staff wants done and a second has not confirmed yet, newest first. */
export function listConfirmations(ctx: Ctx, filter: Paging): Promise<Page<Confirmation>> {
  const moment = { since: new Date(ctx.clock().getTime() - CONFIRM_WITHIN) }
  return readPage(ctx, confirmations, {}, filter, shown, moment)
}

function shown({ details, createdAt, ...row }: ConfirmationRow): Confirmation {
  const first = isoTime(createdAt)
  const expiresAt = new Date(Date.parse(first) + CONFIRM_WITHIN).toISOString()
  return { ...row, details: shownDetails(details), createdAt: first, expiresAt }
}
