import type { Trade, TradeMessage } from '@souk/contract'
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

export function tradeMessageOf(row: TradeMessage): TradeMessage {
  return { ...row, createdAt: isoTime(row.createdAt) }
}
