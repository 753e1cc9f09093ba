import type { TradeStatus } from '@souk/contract'

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
  { action: 'buy', from: 'open', by: 'other', to: 'in_progress', escrow: 'keep' },
  { action: 'buy', from: 'open', by: 'staff', to: 'in_progress', escrow: 'keep' },
  { action: 'release', from: 'in_progress', by: 'seller', to: 'completed', escrow: 'post' },
  { action: 'cancel', from: 'open', by: 'seller', to: 'cancelled', escrow: 'void' },
  { action: 'cancel', from: 'open', by: 'staff', to: 'cancelled', escrow: 'void' },
  { action: 'cancel', from: 'in_progress', by: 'buyer', to: 'cancelled', escrow: 'void' },
  { action: 'dispute', from: 'in_progress', by: 'seller', to: 'disputed', escrow: 'keep' },
  { action: 'dispute', from: 'in_progress', by: 'buyer', to: 'disputed', escrow: 'keep' },
  { action: 'resolve_release', from: 'disputed', by: 'staff', to: 'completed', escrow: 'post' },
  { action: 'resolve_refund', from: 'disputed', by: 'staff', to: 'cancelled', escrow: 'void' },
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

export function tradeRules(action: TradeAction): readonly TradeTransition[] {
  return TRADE_TRANSITIONS.filter((rule) => rule.action === action)
}

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
