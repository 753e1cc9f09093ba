import type { OrderPage } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, viewer } from '../../context.ts'
import { orderNotFound } from '../refusals.ts'
import { type OrderPageRow, orderPageOf } from './order-of.ts'

const selectOrder = statement<{ shown: OrderPageRow }>(
  'order-get',
  `select order_seen_by($1, order_json(o.id, true)) as shown from orders o
    where o.id = $3 and (o.buyer_id = $1 or $2 or exists (
      select from order_parts p where p.order_id = o.id and p.seller_id = $1))`,
)

/**
 * One order, for its buyer, its sellers and staff.
 * @throws NOT_FOUND, also for an order that is none of the caller's business
 */
export async function getOrder(ctx: Ctx, { id }: { id: number }): Promise<OrderPage> {
  const [row] = await ctx.db.query(selectOrder, [...viewer(ctx), id])
  if (!row) throw orderNotFound()
  return orderPageOf(row.shown)
}
