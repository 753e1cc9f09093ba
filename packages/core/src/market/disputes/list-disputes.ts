import type { Dispute, DisputeStatus, Page } from '@souk/contract'
import { where } from '../../conditions.ts'
import type { Ctx } from '../../context.ts'
import { type Paging, pagedList, readPage } from '../../pages.ts'
import { disputeOf } from './dispute-of.ts'

const FILTERS = {
  status: {
    open: 'resolved_at is null and escalated_at is null',
    escalated: 'resolved_at is null and escalated_at is not null',
    resolved: 'resolved_at is not null',
  } satisfies Record<DisputeStatus, string>,
}

const disputes = pagedList<Dispute, keyof typeof FILTERS>('disputes', FILTERS, (given) => ({
  branches: [`select offer_id from disputes ${where(given)}`],
  order: ['offer_id desc'],
  show: 'v.* from page join dispute_view v on v."offerId" = page.offer_id',
}))

/** Everybody's disputes, that of the newest offer first; for staff. */
export function listDisputes(
  ctx: Ctx,
  filter: Paging & { status?: DisputeStatus | undefined },
): Promise<Page<Dispute>> {
  return readPage(ctx, disputes, { status: filter.status }, filter, disputeOf)
}
