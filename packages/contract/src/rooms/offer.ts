import { z } from 'zod'
import { amountShown, asNumber, id, prefixed, time } from '../fields.ts'
import { RoomMessage, RoomMessageInDocument5 } from './message.ts'
import { OFFER_RESPONSES, OFFER_STATUSES } from './offer-statuses.ts'

/** What became of an offer, as the whole room hears it. */
export const OfferAnswer = z.object({
  roomId: id().describe('The room.'),
  offerId: id().describe('The offer, by the number of its message.'),
  response: z.enum(OFFER_RESPONSES).describe('How it was answered.'),
  status: z.enum(OFFER_STATUSES).describe('How the offer stands now.'),
  userId: prefixed('USR', id()).describe('Who has answered.'),
  username: z.string().describe('What they are called.'),
  message: z.string().nullable().describe('A word with it; null for none.'),
  orderId: prefixed('order', id()).nullable().describe('The order that accepting has made.'),
  counterPrice: asNumber(amountShown().nullable()).describe(
    'The other price, of one piece in EUR; null but for `counter`.',
  ),
  counterOfferId: id()
    .nullable()
    .describe('The offer of it, by the number of its message; null but for `counter`.'),
  answeredAt: time().describe('When it was answered.'),
})
export type OfferAnswer = z.output<typeof OfferAnswer>

/** The same as whoever has answered is told, with their own offer where they made one. */
export const AnsweredOffer = OfferAnswer.extend({
  counterOffer: RoomMessage.nullable().describe(
    'The message that offers the other price; null but for `counter`.',
  ),
})
export type AnsweredOffer = z.output<typeof AnsweredOffer>

export const AnsweredOfferInDocument5 = OfferAnswer.extend({
  counterOffer: RoomMessageInDocument5.nullable().describe(
    'The message that offers the other price; null but for `counter`.',
  ),
})
