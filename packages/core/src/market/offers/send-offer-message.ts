import type { OfferMessage } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { offerNotFound } from '../refusals.ts'
import { offerMessageOf } from './offer-of.ts'

type SendRow = { outcome: 'done'; message: OfferMessage } | { outcome: 'unknown'; message: null }

const postFunction = dbFunction('post_offer_message', ['offer', 'body'], row<SendRow>())

/**
 * Writes in an offer's chat; its sides and staff.
 * @throws NOT_FOUND
 */
export async function sendOfferMessage(
  ctx: Ctx,
  input: { offerId: number; message: string },
): Promise<OfferMessage> {
  const { offerId: offer, message: body } = input
  const { outcome, message } = await call(ctx, postFunction, { offer, body })
  if (outcome === 'done') return offerMessageOf(message)
  throw offerNotFound()
}
