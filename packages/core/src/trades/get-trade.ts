import { SoukError, type Trade } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, viewer } from '../context.ts'
import { type TradeRow, tradeOf } from './trade-of.ts'
import { VISIBLE } from './visibility.ts'

const selectTrade = statement<TradeRow>(
  'trade-get',
  `select v.* from trade_view v where v.id = $3 and ${VISIBLE}`,
)

/**
 * One trade, if the caller may see it.
 * @throws NOT_FOUND, also for a trade that is none of the caller's business
 */
export async function getTrade(ctx: Ctx, input: { id: number }): Promise<Trade> {
  const [row] = await ctx.db.query(selectTrade, [...viewer(ctx), input.id])
  if (!row) throw new SoukError('NOT_FOUND', 'Trade not found')
  return tradeOf(row)
}
