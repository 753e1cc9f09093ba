import { type Order, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { rulesFor } from '../../rules.ts'
import { unforeseen } from '../../unforeseen.ts'
import { onlyTime, orderNotFound } from '../refusals.ts'
import { type OrderAction, orderRules, type ShopRole } from '../transitions.ts'
import { type OrderRow, orderOf } from './order-of.ts'

type Obstacle =
  | 'disputed'
  | 'unclaimed'
  | 'funded'
  | 'done_before'
  | 'paid_outside'
  | 'paid'
  | 'insufficient_funds'

type TransitionRow =
  | { outcome: 'done' | 'early' | 'refused' | Obstacle; role: ShopRole; order: OrderRow }
  | { outcome: 'unknown'; role: ShopRole; order: null }

const transitionFunction = dbFunction(
  'transition_order',
  ['order', 'action', 'hash', 'when', 'to'],
  row<TransitionRow>(),
)

/**
 * Takes one step in an order's life: its status, money, stock, escrow, events and jobs change together, in
 * one round trip, or nothing does. The rules come from the transition table; the database applies them
 * under the order's lock, so of all who race only one can win. The system does nothing, quietly, where
 * its step is no longer to be taken, or not yet.
 * @throws NOT_FOUND, NOT_A_PARTY, CONFLICT, INSUFFICIENT_FUNDS; AUTHENTICATION_REQUIRED, and FORBIDDEN for
 *   what only time does
 */
export async function transitionOrder(
  ctx: Ctx,
  action: OrderAction,
  id: number,
  hash: string | null = null,
): Promise<Order> {
  if (action === 'expire') onlyTime(ctx)
  else signedIn(ctx)
  const stepped = await call(ctx, transitionFunction, {
    order: id,
    action,
    hash,
    ...rulesFor(orderRules(action), 'to'),
  })
  if (stepped.outcome === 'unknown') throw orderNotFound()
  const { outcome, role, order } = stepped
  if (outcome === 'done' || role === 'system') return orderOf(order)
  if (outcome === 'refused') throw refused(action, role, order)
  throw obstructed(outcome)
}

/** What somebody is told that they may not do. */
const ACTIONS_IN_WORDS: Record<OrderAction, string> = {
  pay: 'pay',
  claim: 'pay',
  cancel: 'cancel',
  expire: 'expire',
  confirm: 'confirm',
  ship: 'ship',
  deliver: 'take delivery of',
  complete: 'complete',
  refund: 'refund',
}

function refused(action: OrderAction, role: ShopRole, { status }: OrderRow): SoukError {
  const doing = ACTIONS_IN_WORDS[action]
  return orderRules(action).some((rule) => rule.by === role)
    ? new SoukError('CONFLICT', `You cannot ${doing} an order that is ${status}`)
    : new SoukError('NOT_A_PARTY', `Unauthorized to ${doing} this order`)
}

function obstructed(obstacle: string): SoukError {
  switch (obstacle) {
    case 'disputed':
      return new SoukError('CONFLICT', 'The escrow of this order is disputed: staff will decide')
    case 'unclaimed':
      return new SoukError('CONFLICT', 'This order has not been paid')
    case 'funded':
      return new SoukError('CONFLICT', 'This order is completed by the release of its escrow')
    case 'done_before':
      return new SoukError('CONFLICT', 'You have done so already')
    case 'paid_outside':
      return new SoukError('CONFLICT', 'A seller of this order has confirmed a payment outside')
    case 'paid':
      return new SoukError('CONFLICT', 'You cannot cancel an order that has been paid')
    case 'insufficient_funds':
      return new SoukError('INSUFFICIENT_FUNDS', 'Insufficient balance')
    default:
      return unforeseen(obstacle)
  }
}
