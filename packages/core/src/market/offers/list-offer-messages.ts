import type { OfferMessage, Page } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { listMessages } from '../../conversations/list-messages.ts'
import { offerStream } from '../../events/streams.ts'
import type { Paging } from '../../pages.ts'
import { getOffer } from './get-offer.ts'

/**
 * Reads an offer's chat: page 1 is the newest, each page oldest first.
 * @throws NOT_FOUND when the caller may not see the offer
 */
export async function listOfferMessages(
  ctx: Ctx,
  input: Paging & { offerId: number },
): Promise<Page<OfferMessage>> {
  signedIn(ctx)
  const { offerId } = input
  await getOffer(ctx, { id: offerId })
  const found = await listMessages(ctx, offerStream(offerId), input)
  return { ...found, items: found.items.map((message) => ({ ...message, offerId })) }
}
