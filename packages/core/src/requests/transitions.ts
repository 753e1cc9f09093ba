import type { RequestOfferStatus, RequestStatus } from '@souk/contract'
import { rules, rulesOf } from '../rules.ts'

/** What somebody may be to a request. A member of staff who has asked is only that. */
export const REQUEST_ROLES = ['asker', 'staff', 'other', 'system'] as const
export type RequestRole = (typeof REQUEST_ROLES)[number]

export const REQUEST_ACTIONS = ['fulfil', 'close', 'reopen', 'expire', 'delete'] as const
export type RequestAction = (typeof REQUEST_ACTIONS)[number]

/** What may become of a request; one that was deleted is nobody's to see. */
type RequestEnd = RequestStatus | 'DELETED'

export interface RequestTransition {
  readonly action: RequestAction
  readonly from: RequestStatus
  readonly by: RequestRole
  readonly to: RequestEnd
}

const ANY: readonly RequestStatus[] = ['OPEN', 'FULFILLED', 'CLOSED', 'EXPIRED']

/** All that can ever happen to a request, beside what the acceptance of an offer does: that fulfils it. */
export const REQUEST_TRANSITIONS: readonly RequestTransition[] = [
  ...rules('fulfil', ['asker'], ['OPEN'], { to: 'FULFILLED' }),
  ...rules('close', ['asker', 'staff'], ['OPEN'], { to: 'CLOSED' }),
  ...rules('reopen', ['asker'], ['CLOSED', 'EXPIRED'], { to: 'OPEN' }),
  ...rules('expire', ['system'], ['OPEN'], { to: 'EXPIRED' }),
  ...rules('delete', ['asker', 'staff'], ANY, { to: 'DELETED' }),
]

/** What somebody may be to an offer on a request. */
export const REQUEST_OFFER_ROLES = ['asker', 'seller', 'other'] as const
export type RequestOfferRole = (typeof REQUEST_OFFER_ROLES)[number]

export const REQUEST_OFFER_ACTIONS = ['accept', 'reject', 'withdraw'] as const
export type RequestOfferAction = (typeof REQUEST_OFFER_ACTIONS)[number]

export interface RequestOfferTransition {
  readonly action: RequestOfferAction
  readonly from: RequestOfferStatus
  readonly by: RequestOfferRole
  readonly to: RequestOfferStatus
}

/** All that can happen to an offer, beside what its request does: whatever ends that rejects those that wait. */
export const REQUEST_OFFER_TRANSITIONS: readonly RequestOfferTransition[] = [
  ...rules('accept', ['asker'], ['PENDING'], { to: 'ACCEPTED' }),
  ...rules('reject', ['asker'], ['PENDING'], { to: 'REJECTED' }),
  ...rules('withdraw', ['seller'], ['PENDING'], { to: 'WITHDRAWN' }),
]

export const requestRules = rulesOf(REQUEST_TRANSITIONS)
export const requestOfferRules = rulesOf(REQUEST_OFFER_TRANSITIONS)
