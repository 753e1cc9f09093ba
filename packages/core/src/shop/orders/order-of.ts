import type { Order, OrderItem, OrderPage, OrderPart } from '@souk/contract'
import { isoTime, isoTimeOrNull } from '../../iso-time.ts'
import { showAmount } from '../../show-amount.ts'
import { escrowInOrder } from '../escrow/escrow-of.ts'
import { priceInEur } from '../products/product-of.ts'

/** An order as `order_json` writes it. */
export type OrderRow = Order

/** The same, and what its products say by now, by their numbers. */
export interface OrderPageRow {
  readonly shown: OrderRow
  readonly products: Readonly<Record<string, ProductNow>>
}

interface ProductNow {
  readonly description: string
  readonly priceBtc: string
  readonly priceEur: string | null
}

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
    parts: row.parts.map(partOf),
    escrowTransaction: row.escrowTransaction && escrowInOrder(row.escrowTransaction),
  }
}

/** @param rate the price of a bitcoin in EUR, for products without a price in EUR */
export function orderPageOf(
  { shown, products }: OrderPageRow,
  rate: string | undefined,
): OrderPage {
  return {
    ...orderOf(shown),
    orderItems: shown.orderItems.map((item) => {
      const now = products[item.productId]
      if (!now) throw new Error(`product ${item.productId} is gone`)
      const { description, priceBtc } = now
      const prices = { priceBtc: showAmount(priceBtc), priceEur: priceInEur(now, rate) }
      return { ...itemOf(item), product: { ...item.product, description, ...prices } }
    }),
  }
}

/** Items that a list shows of each order: a page of a hundred is to stay one that can be read. */
const LISTED = 10

/** An order, or what an escrow shows of one, in a list. */
export function shortened<Shown extends Pick<Order, 'moreItems'> & { orderItems: unknown[] }>(
  order: Shown,
): Shown {
  const { orderItems } = order
  const moreItems = orderItems.length - LISTED
  return moreItems > 0 ? { ...order, orderItems: orderItems.slice(0, LISTED), moreItems } : order
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
