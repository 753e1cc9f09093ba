import type { OfferMessage } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { type PostedRow, sendMessage } from '../../conversations/send-message.ts'
import { dbFunction } from '../../db-function.ts'
import { offerNotFound } from '../refusals.ts'
import { offerChat } from './offer-chat.ts'

const postFunction = dbFunction(
  'post_offer_message',
  ['offer', 'body'],
  row<PostedRow<{ offerId: number }>>(),
)

/**
 * Writes in an offer's chat; its sides and staff.
 * @throws NOT_FOUND
 */
export function sendOfferMessage(
  ctx: Ctx,
  { offerId: offer, message: body }: { offerId: number; message: string },
): Promise<OfferMessage> {
  return sendMessage(ctx, offerChat, postFunction, { offer, body }, offerNotFound)
}
