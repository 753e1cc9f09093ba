import type { Escrow, EscrowInOrder } from '@souk/contract'
import { isoTime, isoTimeOrNull } from '../../iso-time.ts'
import { showAmount } from '../../show-amount.ts'

/** An escrow as `escrow_json` writes it. */
export type EscrowRow = Escrow

/** Only what an item is, not what it cost: the rest is the order's. */
export function escrowOf(row: EscrowRow): Escrow {
  const { order } = row
  const orderItems = order.orderItems.map(({ id, quantity, product }) => ({
    id,
    quantity,
    product: { id: product.id, name: product.name, seller: product.seller },
  }))
  return { ...row, ...shownOf(row), order: { ...order, orderItems } }
}

export function escrowInOrder(row: EscrowInOrder): EscrowInOrder {
  return { ...row, ...shownOf(row) }
}

function shownOf(row: EscrowInOrder) {
  return {
    amountBtc: showAmount(row.amountBtc),
    amountEur: row.amountEur === null ? null : showAmount(row.amountEur),
    fundedAt: isoTimeOrNull(row.fundedAt),
    confirmedAt: isoTimeOrNull(row.confirmedAt),
    releasedAt: isoTimeOrNull(row.releasedAt),
    refundedAt: isoTimeOrNull(row.refundedAt),
    disputedAt: isoTimeOrNull(row.disputedAt),
    resolvedAt: isoTimeOrNull(row.resolvedAt),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
    participants: row.participants.map((one) => ({ ...one, agreedAt: isoTime(one.agreedAt) })),
  }
}
