import type { TradeStatus } from '@souk/contract'
import { rules, rulesOf } from '../rules.ts'

/** What somebody may be to a trade. A member of staff who is a side of it is only that side. */
export const TRADE_ROLES = ['seller', 'buyer', 'staff', 'other'] as const
export type TradeRole = (typeof TRADE_ROLES)[number]

export const TRADE_ACTIONS = [
  'buy',
  'release',
  'cancel',
  'dispute',
  'resolve_release',
  'resolve_refund',
] as const
export type TradeAction = (typeof TRADE_ACTIONS)[number]

export interface TradeTransition {
  readonly action: TradeAction
  readonly from: TradeStatus
  readonly by: TradeRole
  readonly to: TradeStatus
  /** What becomes of the held amount: paid to the buyer, given back, or neither yet. */
  readonly escrow: 'keep' | 'post' | 'void'
}

/** All that can ever happen to a trade. What is not in this table is refused. */
export const TRADE_TRANSITIONS: readonly TradeTransition[] = [
  ...rules('buy', ['other', 'staff'], ['open'], { to: 'in_progress', escrow: 'keep' }),
  ...rules('release', ['seller'], ['in_progress'], { to: 'completed', escrow: 'post' }),
  ...rules('cancel', ['seller', 'staff'], ['open'], { to: 'cancelled', escrow: 'void' }),
  ...rules('cancel', ['buyer'], ['in_progress'], { to: 'cancelled', escrow: 'void' }),
  ...rules('dispute', ['seller', 'buyer'], ['in_progress'], { to: 'disputed', escrow: 'keep' }),
  ...rules('resolve_release', ['staff'], ['disputed'], { to: 'completed', escrow: 'post' }),
  ...rules('resolve_refund', ['staff'], ['disputed'], { to: 'cancelled', escrow: 'void' }),
]

/** The event an action is recorded as. */
export const TRADE_EVENTS = {
  buy: 'trade.taken',
  release: 'trade.released',
  cancel: 'trade.cancelled',
  dispute: 'trade.disputed',
  resolve_release: 'trade.resolved',
  resolve_refund: 'trade.resolved',
} as const satisfies Record<TradeAction, string>

export const tradeRules = rulesOf(TRADE_TRANSITIONS)

export function tradeRoleOf(
  trade: { sellerId: number; buyerId: number | null },
  userId: number,
  staff: boolean,
): TradeRole {
  if (userId === trade.sellerId) return 'seller'
  if (userId === trade.buyerId) return 'buyer'
  return staff ? 'staff' : 'other'
}

/**
 * Why an action was refused: never this role's to take, or no longer (or not yet) possible; or the trade is
 * none that this role may know of.
 */
export type TradeRefusal = 'own_trade' | 'not_yours' | 'too_late' | 'hidden'

/** The refusal for an action that no rule allows in `from` by this role. */
export function tradeRefusalOf(
  action: TradeAction,
  role: TradeRole,
  from: TradeStatus,
): TradeRefusal {
  if (action !== 'buy' && role === 'other' && from !== 'open') return 'hidden'
  if (action === 'buy' && role === 'seller') return 'own_trade'
  const everTheirs = tradeRules(action).some((rule) => rule.by === role)
  // The buyer of a trade came to it as an outsider: for them, buying it again is merely too late.
  return everTheirs || (action === 'buy' && role === 'buyer') ? 'too_late' : 'not_yours'
}
