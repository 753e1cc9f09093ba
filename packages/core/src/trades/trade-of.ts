import type { Trade } from '@souk/contract'
import { isoTime } from '../iso-time.ts'

/** A row of `trade_view`, from a plain select or as JSON out of a database function. */
export type TradeRow = Trade

/** The exact amount with at least two decimals. */
export function showAmount(amount: string): string {
  const [whole = '0', decimals = ''] = amount.split('.')
  return `${whole}.${decimals.padEnd(2, '0')}`
}

export function tradeOf(row: TradeRow): Trade {
  return {
    ...row,
    amount: showAmount(row.amount),
    fee: showAmount(row.fee),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}
