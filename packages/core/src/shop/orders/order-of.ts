import type { Order, OrderItem, OrderPage, OrderPart } from '@souk/contract'
import { isoTime, isoTimeOrNull } from '../../iso-time.ts'
import { showAmount } from '../../show-amount.ts'
import { escrowInOrder } from '../escrow/escrow-of.ts'

/** An order as `order_json` writes it. */
export type OrderRow = Order

/** The same with all that its products say. */
export type OrderPageRow = OrderPage

export const showEur = (amount: string | null) => (amount === null ? null : showAmount(amount))

export function orderOf(row: OrderRow): Order {
  return {
    ...row,
    totalBtc: showAmount(row.totalBtc),
    totalEur: showEur(row.totalEur),
    feeBtc: showAmount(row.feeBtc),
    expiresAt: isoTime(row.expiresAt),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
    completedAt: isoTimeOrNull(row.completedAt),
    orderItems: row.orderItems.map(itemOf),
    moreItems: 0,
    parts: row.parts.map(partOf),
    escrowTransaction: row.escrowTransaction && escrowInOrder(row.escrowTransaction),
  }
}

export function orderPageOf(row: OrderPageRow): OrderPage {
  return {
    ...orderOf(row),
    orderItems: row.orderItems.map((item) => ({
      ...itemOf(item),
      product: {
        ...item.product,
        priceBtc: showAmount(item.product.priceBtc),
        priceEur: showEur(item.product.priceEur),
      },
    })),
  }
}

/** Items that a list shows of each order: a page of a hundred is to stay one that can be read. */
const LISTED = 10

/** An order, or what an escrow shows of one, in a list. */
export function shortened<Shown extends Pick<Order, 'moreItems'> & { orderItems: unknown[] }>(
  order: Shown,
): Shown {
  const { orderItems } = order
  const moreItems = Math.max(0, orderItems.length - LISTED)
  return { ...order, orderItems: orderItems.slice(0, LISTED), moreItems }
}

function itemOf(item: OrderItem): OrderItem {
  return { ...item, priceBtc: showAmount(item.priceBtc), priceEur: showEur(item.priceEur) }
}

function partOf(part: OrderPart): OrderPart {
  const { amountBtc, feeBtc, refundedBtc } = part
  return {
    ...part,
    amountBtc: showAmount(amountBtc),
    feeBtc: showAmount(feeBtc),
    refundedBtc: showAmount(refundedBtc),
  }
}
