import { type Coin, SoukError, type Trade } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { tradeStreams } from '../events/streams.ts'
import { type DealRefusal, dealRefused } from '../staff/deal-refused.ts'
import { type TradeRow, tradeOf } from './trade-of.ts'

type CreateRow =
  | { outcome: 'done'; trade: TradeRow }
  | { outcome: DealRefusal | 'insufficient_funds'; trade: null }

const createStatement = statement<CreateRow>(
  'trade-create',
  'select outcome, trade from create_trade($1, $2, $3, $4, $5)',
)

/**
 * Offers an amount for sale and holds it from the seller's p2p wallet.
 * @throws INSUFFICIENT_FUNDS, COIN_DISABLED, RESTRICTED, LIMIT_EXCEEDED
 */
export async function createTrade(
  ctx: Ctx,
  input: { asset: Coin; amount: string },
): Promise<Trade> {
  const { userId } = signedIn(ctx)
  const { asset, amount } = input
  const values = [userId, asset, amount, ctx.settings.feePercent, ctx.clock()]
  const [row] = await ctx.db.query(createStatement, values)
  if (!row || row.outcome === 'insufficient_funds') {
    throw new SoukError('INSUFFICIENT_FUNDS', 'Insufficient balance')
  }
  if (row.outcome !== 'done') throw dealRefused(row.outcome, asset)
  wakeAfterCommit(ctx, tradeStreams(row.trade))
  return tradeOf(row.trade)
}
