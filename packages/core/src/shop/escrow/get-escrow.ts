import type { Escrow } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, viewer } from '../../context.ts'
import { escrowNotFound } from '../refusals.ts'
import { type EscrowRow, escrowOf } from './escrow-of.ts'

const selectEscrow = statement<{ shown: EscrowRow }>(
  'escrow-get',
  `select escrow_seen_by($1, shown.shown) as shown from escrows e join escrow_shown shown on shown.id = e.id
    where e.id = $3 and (e.buyer_id = $1 or $2 or exists (
      select from order_parts p where p.order_id = e.order_id and p.seller_id = $1))`,
)

/**
 * One escrow, for the sides of its order and staff.
 * @throws NOT_FOUND, also for one that is none of the caller's business
 */
export async function getEscrow(ctx: Ctx, { id }: { id: number }): Promise<Escrow> {
  const [row] = await ctx.db.query(selectEscrow, [...viewer(ctx), id])
  if (!row) throw escrowNotFound()
  return escrowOf(row.shown)
}
