import { type Offer, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, isStaff, signedIn, viewerId } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { rulesFor } from '../../rules.ts'
import { offerNotFound, onlyTime } from '../refusals.ts'
import {
  OFFER_EVENTS,
  type OfferAction,
  offerRefusalOf,
  offerRoleOf,
  offerRules,
} from '../transitions.ts'
import { type OfferRow, offerOf } from './offer-of.ts'

type TransitionRow =
  | { outcome: 'done' | 'early' | 'refused'; offer: OfferRow }
  | { outcome: 'unknown'; offer: null }

const transitionFunction = dbFunction(
  'transition_offer',
  ['offer', 'event', 'mail', 'note', 'when', 'to', 'escrow'],
  row<TransitionRow>(),
)

/**
 * Takes one step in an offer's life: its status and its ad's, money, event, mails and jobs change
 * together, in one round trip, or nothing does. The rules come from the transition table; the
 * database applies them under the rows' locks, so of all who race only one can win. The system does
 * nothing, quietly, where its step is no longer to be taken, or not yet.
 * @throws NOT_FOUND, NOT_A_PARTY, CONFLICT; AUTHENTICATION_REQUIRED, and FORBIDDEN for what only time does
 */
export async function transitionOffer(
  ctx: Ctx,
  action: OfferAction,
  id: number,
  note: string | null = null,
): Promise<Offer> {
  if (action === 'expire') onlyTime(ctx)
  else signedIn(ctx)
  const { outcome, offer } = await call(ctx, transitionFunction, {
    offer: id,
    ...OFFER_EVENTS[action],
    note,
    ...rulesFor(offerRules(action), 'to', 'escrow'),
  })
  if (outcome === 'unknown') throw offerNotFound()
  if (outcome === 'refused' && ctx.actor.kind !== 'system') throw refused(ctx, action, offer)
  return offerOf(offer)
}

/** What somebody is told that they may not do. */
const ACTIONS_IN_WORDS: Record<OfferAction, string> = {
  pay: 'indicate payment on this offer',
  cancel: 'cancel this offer',
  release: 'release funds on this trade',
  expire: 'expire this offer',
  dispute: 'dispute this offer',
  resolve_release: 'resolve this offer',
  resolve_refund: 'resolve this offer',
}

function refused(ctx: Ctx, action: OfferAction, offer: OfferRow): SoukError {
  const role = offerRoleOf(offer, viewerId(ctx) ?? 0, isStaff(ctx))
  return offerRefusalOf(action, role) === 'not_yours'
    ? new SoukError('NOT_A_PARTY', `You are not authorized to ${ACTIONS_IN_WORDS[action]}`)
    : new SoukError('CONFLICT', whyNot(action, offer.status))
}

function whyNot(action: OfferAction, status: Offer['status']): string {
  const running = status === 'pending' || status === 'paid'
  if (action === 'pay' && status === 'paid') return 'Offer has already been marked as paid'
  if (action === 'cancel') return `This offer is already ${status}`
  if (action === 'dispute' && running) return 'Offer has not been marked as paid'
  if (action.startsWith('resolve') && running) return 'Offer is not disputed'
  return `Offer is already ${status}`
}
