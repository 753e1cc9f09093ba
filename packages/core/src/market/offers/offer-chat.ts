import type { Offer, OfferMessage } from '@souk/contract'
import type { ConversationKind } from '../../conversations/kind.ts'
import { getOffer } from './get-offer.ts'
import { offerMessageOf } from './offer-of.ts'

/** The chat of an offer: its sides, who are the members, and staff may read it. */
export const offerChat: ConversationKind<{ offerId: number }, Offer, OfferMessage> = {
  kind: 'offer',
  mayRead: (ctx, id) => getOffer(ctx, { id }),
  about: (offerId) => ({ offerId }),
  show: offerMessageOf,
}
