import type { Trade, TradeMessage } from '@souk/contract'
import type { StoredMessage } from '../conversations/kind.ts'
import { isoTime } from '../iso-time.ts'
import { showAmount } from '../show-amount.ts'

/** A row of `trade_view`, from a plain select or as JSON out of a database function. */
export type TradeRow = Trade

export function tradeOf(row: TradeRow): Trade {
  return {
    ...row,
    amount: showAmount(row.amount),
    fee: showAmount(row.fee),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

export function tradeMessageOf(stored: StoredMessage & { tradeId: number }): TradeMessage {
  const { id, tradeId, senderId, senderName, senderUsername, message, createdAt } = stored
  return { id, tradeId, senderId, senderName, senderUsername, message, createdAt }
}
