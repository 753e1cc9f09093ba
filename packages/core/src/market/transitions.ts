import type { AdStatus, OfferStatus } from '@souk/contract'
import { rules, rulesOf } from '../rules.ts'

/**
 * What somebody may be to an ad. A member of staff who owns it is only its owner; `system` is time,
 * `offers` are the effects of what its offers do.
 */
export const AD_ROLES = ['owner', 'staff', 'other', 'system', 'offers'] as const
export type AdRole = (typeof AD_ROLES)[number]

export const AD_ACTIONS = ['close', 'expire', 'use_up', 'give_back', 'complete'] as const
export type AdAction = (typeof AD_ACTIONS)[number]

export interface AdTransition {
  readonly action: AdAction
  readonly from: AdStatus
  readonly by: AdRole
  readonly to: AdStatus
}

/**
 * All that can ever happen to an ad. An offer that takes the last of it uses it up; one that falls
 * away gives back; the last one released completes it. An ad that was closed or has expired stays so.
 */
export const AD_TRANSITIONS: readonly AdTransition[] = [
  ...rules('close', ['owner', 'staff'], ['active', 'in_progress'], { to: 'closed' }),
  ...rules('expire', ['system'], ['active', 'in_progress'], { to: 'expired' }),
  ...rules('use_up', ['offers'], ['active'], { to: 'in_progress' }),
  ...rules('give_back', ['offers'], ['active', 'in_progress'], { to: 'active' }),
  ...rules('complete', ['offers'], ['in_progress'], { to: 'completed' }),
]

/** What somebody may be to an offer. A member of staff who is a side of it is only that side. */
export const OFFER_ROLES = [
  'seller_owner',
  'seller_maker',
  'buyer_owner',
  'buyer_maker',
  'staff',
  'other',
  'system',
] as const
export type OfferRole = (typeof OFFER_ROLES)[number]

export const OFFER_ACTIONS = [
  'pay',
  'cancel',
  'release',
  'expire',
  'dispute',
  'resolve_release',
  'resolve_refund',
] as const
export type OfferAction = (typeof OFFER_ACTIONS)[number]

export interface OfferTransition {
  readonly action: OfferAction
  readonly from: OfferStatus
  readonly by: OfferRole
  readonly to: OfferStatus
  /** What becomes of the held amount: paid to the buyer, given back, or neither yet. */
  readonly escrow: 'keep' | 'post' | 'return'
}

const SELLERS = ['seller_owner', 'seller_maker'] as const
const BUYERS = ['buyer_owner', 'buyer_maker'] as const
const SIDES = [...SELLERS, ...BUYERS] as const

/** All that can ever happen to an offer. What is not in this table is refused. */
export const OFFER_TRANSITIONS: readonly OfferTransition[] = [
  ...rules('pay', BUYERS, ['pending'], { to: 'paid', escrow: 'keep' }),
  ...rules('cancel', BUYERS, ['pending', 'paid'], { to: 'cancelled', escrow: 'return' }),
  ...rules('cancel', ['seller_maker'], ['pending'], { to: 'cancelled', escrow: 'return' }),
  ...rules('release', SELLERS, ['pending', 'paid', 'disputed'], { to: 'released', escrow: 'post' }),
  ...rules('expire', ['system'], ['pending'], { to: 'expired', escrow: 'return' }),
  ...rules('dispute', SIDES, ['paid'], { to: 'disputed', escrow: 'keep' }),
  ...rules('resolve_release', ['staff'], ['disputed'], { to: 'released', escrow: 'post' }),
  ...rules('resolve_refund', ['staff'], ['disputed'], { to: 'cancelled', escrow: 'return' }),
]

/** What an action is recorded and mailed as, and to whom the mail goes; `other` than who acts. */
export const OFFER_EVENTS = {
  pay: { event: 'offer.paid', mail: 'seller' },
  cancel: { event: 'offer.cancelled', mail: 'other' },
  release: { event: 'offer.released', mail: 'buyer' },
  expire: { event: 'offer.expired', mail: 'both' },
  dispute: { event: 'offer.disputed', mail: 'other' },
  resolve_release: { event: 'offer.resolved', mail: 'both' },
  resolve_refund: { event: 'offer.resolved', mail: 'both' },
} as const satisfies Record<OfferAction, { event: string; mail: string }>

export const offerRules = rulesOf(OFFER_TRANSITIONS)
export const adRules = rulesOf(AD_TRANSITIONS)

/** What a user is to an offer. */
export function offerRoleOf(
  offer: { sellerId: number; buyerId: number; makerId: number },
  userId: number,
  staff: boolean,
): OfferRole {
  const suffix = userId === offer.makerId ? 'maker' : 'owner'
  if (userId === offer.sellerId) return `seller_${suffix}`
  if (userId === offer.buyerId) return `buyer_${suffix}`
  return staff ? 'staff' : 'other'
}

/** Why an action was refused: never this role's to take, or not possible as the offer stands. */
export type OfferRefusal = 'not_yours' | 'wrong_state'

/** The refusal for an action that no rule allows by this role in the offer's state. */
export function offerRefusalOf(action: OfferAction, role: OfferRole): OfferRefusal {
  return offerRules(action).some((rule) => rule.by === role) ? 'wrong_state' : 'not_yours'
}
