import { type Coin, SoukError, type Trade } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { type DealRefusal, dealRefused } from '../limits/deal-refused.ts'
import { type TradeRow, tradeOf } from './trade-of.ts'

type CreateRow =
  | { outcome: 'done'; trade: TradeRow }
  | { outcome: DealRefusal | 'insufficient_funds'; trade: null }

const createFunction = dbFunction(
  'create_trade',
  ['asset', 'amount', 'feePercent'],
  row<CreateRow>(),
)

/**
 * Offers an amount for sale and holds it from the seller's p2p wallet.
 * @throws INSUFFICIENT_FUNDS, COIN_DISABLED, RESTRICTED, LIMIT_EXCEEDED
 */
export async function createTrade(
  ctx: Ctx,
  { asset, amount }: { asset: Coin; amount: string },
): Promise<Trade> {
  const { feePercent } = ctx.settings
  const { outcome, trade } = await call(ctx, createFunction, { asset, amount, feePercent })
  if (outcome === 'done') return tradeOf(trade)
  if (outcome === 'insufficient_funds') {
    throw new SoukError('INSUFFICIENT_FUNDS', 'Insufficient balance')
  }
  throw dealRefused(outcome, asset)
}
