import { fieldRefused, type RequestOffer, type RequestStatus, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { requestNotFound } from '../refusals.ts'
import { findRequestOffer } from './find-offer.ts'

type CreateRow =
  | { outcome: 'done'; offer: number; status: RequestStatus }
  | { outcome: Refusal; offer: null; status: RequestStatus }

type Refusal =
  | 'unknown'
  | 'own_request'
  | 'no_store'
  | 'not_yours'
  | 'not_open'
  | 'blocking'
  | 'blocked'
  | 'self'
  | 'offered_before'
  | 'too_many'

const createFunction = dbFunction(
  'create_request_offer',
  ['request', 'price', 'message', 'product', 'most', 'mostEach'],
  row<CreateRow>(),
)

/** Offers that may wait on one request, and that somebody may ever make on one. */
const MOST = 100
const MOST_EACH = 10

export interface NewRequestOffer {
  /** Of the request. */
  readonly id: number
  readonly price: string
  readonly message?: string | null | undefined
  readonly productId?: number | null | undefined
}

/**
 * Offers something to whoever asks.
 * @throws NOT_FOUND; FORBIDDEN without a store, on one's own request, and where one of the two has blocked the
 *   other; VALIDATION_FAILED for a product that is not the caller's; CONFLICT
 */
export async function createRequestOffer(
  ctx: Ctx,
  { id, price, message, productId }: NewRequestOffer,
): Promise<RequestOffer> {
  const created = await call(ctx, createFunction, {
    request: id,
    price,
    message: message || null,
    product: productId ?? null,
    most: MOST,
    mostEach: MOST_EACH,
  })
  if (created.outcome !== 'done') throw refused(created.outcome, created.status)
  return findRequestOffer(ctx, created.offer)
}

function refused(why: Refusal, status: RequestStatus): SoukError {
  switch (why) {
    case 'unknown':
      return requestNotFound()
    case 'own_request':
    case 'self':
      return new SoukError('FORBIDDEN', 'You cannot make an offer on your own request')
    case 'no_store':
      return new SoukError('FORBIDDEN', 'Making offers takes a seller profile')
    case 'not_yours':
      return fieldRefused('productId', 'must be one of your products')
    case 'blocking':
      return new SoukError('FORBIDDEN', 'You have blocked this user')
    case 'blocked':
      return new SoukError('FORBIDDEN', 'You cannot write to this user')
    case 'not_open':
      return new SoukError('CONFLICT', `You cannot make an offer on a request that is ${status}`)
    case 'offered_before':
      return new SoukError('CONFLICT', 'You have an offer on this request that waits for an answer')
    case 'too_many':
      return new SoukError('CONFLICT', 'There are too many offers on this request')
  }
}
