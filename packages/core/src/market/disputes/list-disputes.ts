import type { Dispute, DisputeStatus, Page } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { pagedList, readPage } from '../../pages.ts'
import { disputeOf } from './dispute-of.ts'

const disputes = pagedList<Dispute>('disputes', {
  columns: 'v.*',
  from: 'from dispute_view v where ($1::text is null or v.status = $1)',
  orderBy: 'v."offerId" desc',
  filters: 1,
})

/** Everybody's disputes, that of the newest offer first; for staff. */
export function listDisputes(
  ctx: Ctx,
  filter: { status?: DisputeStatus | undefined; page: number; perPage: number },
): Promise<Page<Dispute>> {
  return readPage(ctx, disputes, [filter.status ?? null], filter, disputeOf)
}
