import { SoukError, type Trade } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, type SignedIn, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { capsOf } from '../limits/caps-of.ts'
import { type DealRefusal, dealRefused } from '../limits/deal-refused.ts'
import { rulesFor } from '../rules.ts'
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

const transitionFunction = dbFunction(
  'transition_trade',
  ['trade', 'event', 'note', 'when', 'to', 'escrow', 'caps'],
  row<TransitionRow>(),
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
  const { outcome, trade } = await call(ctx, transitionFunction, {
    trade: id,
    event: TRADE_EVENTS[action],
    note,
    ...rulesFor(tradeRules(action), 'to', 'escrow'),
    caps: capsOf(ctx),
  })
  switch (outcome) {
    case 'done':
      return tradeOf(trade)
    case 'unknown':
      throw tradeNotFound()
    case 'refused':
      throw refused(action, trade, actor)
    case 'seller_out':
      throw new SoukError('CONFLICT', 'The seller of this trade cannot trade at the moment')
    default:
      throw dealRefused(outcome, trade.asset)
  }
}

function refused(action: TradeAction, trade: TradeRow, actor: SignedIn): SoukError {
  const verb = action.split('_')[0] ?? action
  const role = tradeRoleOf(trade, actor.userId, actor.kind === 'staff')
  switch (tradeRefusalOf(action, role, trade.status)) {
    case 'own_trade':
      return new SoukError('OWN_TRADE', 'You cannot buy your own trade')
    case 'not_yours':
      return new SoukError('FORBIDDEN', `You are not allowed to ${verb} this trade`)
    case 'hidden':
      return tradeNotFound()
    case 'too_late':
      // Whoever comes too late learns that, and not what became of the trade.
      return action === 'buy'
        ? new SoukError('CONFLICT', 'This trade is no longer open')
        : new SoukError('CONFLICT', `Cannot ${verb} a trade that is ${trade.status}`)
  }
}

const tradeNotFound = () => new SoukError('NOT_FOUND', 'Trade not found')
