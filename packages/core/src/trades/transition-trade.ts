import { SoukError, type Trade } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, isStaff, type SignedIn, signedIn } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { tradeStreams } from '../events/streams.ts'
import { ruleColumns } from '../rule-columns.ts'
import { type DealRefusal, dealRefused } from '../staff/deal-refused.ts'
import { type TradeRow, tradeOf } from './trade-of.ts'
import {
  TRADE_EVENTS,
  type TradeAction,
  tradeRefusalOf,
  tradeRoleOf,
  tradeRules,
} from './transitions.ts'

type TransitionRow =
  | { outcome: 'done' | 'refused' | 'seller_out' | DealRefusal; trade: TradeRow }
  | { outcome: 'unknown'; trade: null }

const transitionStatement = statement<TransitionRow>(
  'trade-transition',
  'select outcome, trade from transition_trade($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
)

/**
 * Takes one step in a trade's life: status, money and event change together, in one round trip, or
 * nothing does. The rules come from the transition table; the database applies them under the
 * trade's row lock, so of two who race only one can win.
 * @throws NOT_FOUND, FORBIDDEN, OWN_TRADE, CONFLICT; when taking one, what `dealRefused` gives
 */
export async function transitionTrade(
  ctx: Ctx,
  action: TradeAction,
  id: number,
  note: string | null = null,
): Promise<Trade> {
  const actor = signedIn(ctx)
  const rules = tradeRules(action)
  const [row] = await ctx.db.query(transitionStatement, [
    id,
    actor.userId,
    isStaff(ctx),
    TRADE_EVENTS[action],
    ...ruleColumns(rules, 'from', 'by', 'to', 'escrow'),
    note,
    ctx.clock(),
    ctx.address,
  ])
  if (!row || row.outcome === 'unknown') throw new SoukError('NOT_FOUND', 'Trade not found')
  if (row.outcome === 'refused') throw refused(action, row.trade, actor)
  if (row.outcome === 'seller_out') {
    throw new SoukError('CONFLICT', 'The seller of this trade cannot trade at the moment')
  }
  if (row.outcome !== 'done') throw dealRefused(row.outcome, row.trade.asset)
  wakeAfterCommit(ctx, tradeStreams(row.trade))
  return tradeOf(row.trade)
}

function refused(action: TradeAction, trade: TradeRow, actor: SignedIn): SoukError {
  const verb = action.split('_')[0] ?? action
  switch (tradeRefusalOf(action, tradeRoleOf(trade, actor.userId, actor.kind === 'staff'))) {
    case 'own_trade':
      return new SoukError('OWN_TRADE', 'You cannot buy your own trade')
    case 'not_yours':
      return new SoukError('FORBIDDEN', `You are not allowed to ${verb} this trade`)
    case 'too_late':
      return new SoukError('CONFLICT', `Cannot ${verb} a trade that is ${trade.status}`)
  }
}
