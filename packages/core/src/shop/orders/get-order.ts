import type { OrderPage } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, viewer } from '../../context.ts'
import { eurRate } from '../products/product-of.ts'
import { orderNotFound } from '../refusals.ts'
import { type OrderPageRow, orderPageOf } from './order-of.ts'

const selectOrder = statement<OrderPageRow>(
  'order-get',
  `select order_seen_by($1, shown.shown) as shown, (
      select jsonb_object_agg(p.id, jsonb_build_object('description', p.description,
               'priceBtc', trim_scale(p.price_btc)::text, 'priceEur', trim_scale(p.price_eur)::text))
        from order_items i join products p on p.id = i.product_id where i.order_id = o.id) as products
     from orders o join order_shown shown on shown.id = o.id
    where o.id = $3 and (o.buyer_id = $1 or $2 or exists (
      select from order_parts p where p.order_id = o.id and p.seller_id = $1))`,
)

/**
 * One order, for its buyer, its sellers and staff.
 * @throws NOT_FOUND, also for an order that is none of the caller's business
 */
export async function getOrder(ctx: Ctx, { id }: { id: number }): Promise<OrderPage> {
  const rate = await eurRate(ctx)
  const [row] = await ctx.db.query(selectOrder, [...viewer(ctx), id])
  if (!row) throw orderNotFound()
  return orderPageOf(row, rate)
}
