import { SoukError, type TradeMessage } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { tradeMessageOf } from './trade-of.ts'

type SendRow = { outcome: 'done'; message: TradeMessage } | { outcome: 'unknown'; message: null }

const postFunction = dbFunction('post_trade_message', ['trade', 'body'], row<SendRow>())

/**
 * Writes in a trade's chat.
 * @throws NOT_FOUND, also when the trade is no longer open and the caller is no side of it
 */
export async function sendTradeMessage(
  ctx: Ctx,
  input: { tradeId: number; message: string },
): Promise<TradeMessage> {
  const { tradeId: trade, message: body } = input
  const { outcome, message } = await call(ctx, postFunction, { trade, body })
  if (outcome === 'done') return tradeMessageOf(message)
  throw new SoukError('NOT_FOUND', 'Trade not found')
}
