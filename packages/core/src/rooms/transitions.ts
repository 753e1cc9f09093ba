import type { RoomOfferResponse, RoomOfferStatus } from '@souk/contract'
import { rules, rulesOf } from '../rules.ts'

/** What somebody in a room is to an offer there. */
export const OFFER_ROLES = ['maker', 'other'] as const
export type OfferRole = (typeof OFFER_ROLES)[number]

export interface OfferTransition {
  readonly action: RoomOfferResponse
  readonly from: RoomOfferStatus
  readonly by: OfferRole
  readonly to: RoomOfferStatus
}

/** All that can be done with an offer. That it has expired nobody does: its product cannot be had. */
export const OFFER_TRANSITIONS: readonly OfferTransition[] = [
  ...rules('accept', ['other'], ['pending'], { to: 'accepted' }),
  ...rules('reject', ['other'], ['pending'], { to: 'rejected' }),
  ...rules('counter', ['other'], ['pending'], { to: 'countered' }),
]

export const offerRules = rulesOf(OFFER_TRANSITIONS)
