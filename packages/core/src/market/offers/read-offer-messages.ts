import type { ReadMark } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { readMark } from '../../conversations/mark-read.ts'
import { offerChat } from './offer-chat.ts'

/**
 * Says up to which message the caller has read an offer's chat.
 * @throws NOT_FOUND when they may not see the offer
 */
export function readOfferMessages(
  ctx: Ctx,
  { offerId, upTo }: { offerId: number; upTo?: number | undefined },
): Promise<ReadMark> {
  return readMark(ctx, offerChat, offerId, upTo)
}
