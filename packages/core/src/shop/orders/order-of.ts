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
