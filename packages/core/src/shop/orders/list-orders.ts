import type { Order, OrderStatus, Page } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { type Paging, pagedList, readPage } from '../../pages.ts'
import { type OrderRow, orderOf, shortened } from './order-of.ts'

const orders = pagedList<{ shown: OrderRow }, 'status'>('orders', { status: '' }, (given) => {
  const and = (column: string) => (given.status === undefined ? '' : `and ${column} = $status`)
  return {
    branches: [
      `select id from orders where buyer_id = $me ${and('status')}`,
      `select order_id as id from order_parts where seller_id = $me ${and('order_status')}`,
    ],
    order: ['id desc'],
    show: `order_seen_by($me, order_shown.shown) as shown
             from page join order_shown on order_shown.id = page.id`,
  }
})

/** What the caller has bought and sold, newest first. */
export function listOrders(
  ctx: Ctx,
  { status, ...paging }: Paging & { status?: OrderStatus | undefined },
): Promise<Page<Order>> {
  const values = { me: signedIn(ctx).userId, status }
  return readPage(ctx, orders, values, paging, ({ shown }) => shortened(orderOf(shown)))
}
