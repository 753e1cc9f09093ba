import { type RequestOffer, type RequestOfferStatus, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { rulesFor } from '../../rules.ts'
import { requestOfferNotFound } from '../refusals.ts'
import {
  type RequestOfferAction,
  type RequestOfferRole,
  requestOfferRules,
} from '../transitions.ts'
import { findRequestOffer } from './find-offer.ts'

type TransitionRow =
  | { outcome: 'done' | 'refused' | 'gone'; role: RequestOfferRole; status: RequestOfferStatus }
  | { outcome: 'unknown'; role: null; status: null }

const transitionFunction = dbFunction(
  'transition_request_offer',
  ['offer', 'action', 'when', 'to'],
  row<TransitionRow>(),
)

/**
 * Answers an offer, or takes it back. Of all who race only one wins: one that is accepted fulfils its request,
 * and the other offers that wait are rejected.
 * @throws NOT_FOUND, NOT_A_PARTY, CONFLICT
 */
export async function transitionRequestOffer(
  ctx: Ctx,
  action: RequestOfferAction,
  id: number,
): Promise<RequestOffer> {
  const { outcome, role, status } = await call(ctx, transitionFunction, {
    offer: id,
    action,
    ...rulesFor(requestOfferRules(action), 'to'),
  })
  switch (outcome) {
    case 'done':
      return findRequestOffer(ctx, id)
    case 'unknown':
      throw requestOfferNotFound()
    case 'gone':
      throw new SoukError('CONFLICT', 'Whoever has made this offer is here no more')
    case 'refused':
      throw requestOfferRules(action).some((rule) => rule.by === role)
        ? new SoukError('CONFLICT', `You cannot ${action} an offer that is ${status}`)
        : new SoukError('NOT_A_PARTY', `You cannot ${action} this offer`)
  }
}

const step =
  (action: RequestOfferAction) =>
  (ctx: Ctx, { id }: { id: number }) =>
    transitionRequestOffer(ctx, action, id)

/** Accepts an offer. Nothing is bought by it. @throws NOT_FOUND, NOT_A_PARTY, CONFLICT */
export const acceptRequestOffer = step('accept')
/** Rejects an offer. @throws NOT_FOUND, NOT_A_PARTY, CONFLICT */
export const rejectRequestOffer = step('reject')
/** Takes an offer back. @throws NOT_FOUND, NOT_A_PARTY, CONFLICT */
export const withdrawRequestOffer = step('withdraw')
