import type { OfferMessage } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { listMessages, type PageOfMessages } from '../../conversations/list-messages.ts'
import type { Paging } from '../../pages.ts'
import { offerChat } from './offer-chat.ts'

/**
 * Reads an offer's chat: page 1 is the newest, each page oldest first.
 * @throws NOT_FOUND when the caller may not see the offer
 */
export async function listOfferMessages(
  ctx: Ctx,
  { offerId, ...paging }: Paging & { offerId: number },
): Promise<PageOfMessages<OfferMessage>> {
  signedIn(ctx)
  return listMessages(ctx, offerChat, offerId, paging)
}
