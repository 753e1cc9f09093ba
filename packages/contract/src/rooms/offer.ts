import { z } from 'zod'
import { amountShown, asNumber, id, prefixed, time } from '../fields.ts'
import { RoomMessage, RoomMessageInDocument5 } from './message.ts'
import { OFFER_RESPONSES, OFFER_STATUSES } from './offer-statuses.ts'

/** What became of an offer, as the whole room hears it. */
export const OfferAnswer = z.object({
  roomId: id(),
  offerId: id(),
  response: z.enum(OFFER_RESPONSES),
  status: z.enum(OFFER_STATUSES),
  userId: prefixed('USR', id()).describe('Who has answered.'),
  username: z.string(),
  message: z.string().nullable(),
  orderId: prefixed('order', id()).nullable().describe('The order that accepting has made.'),
  counterPrice: asNumber(amountShown().nullable()),
  counterOfferId: id().nullable(),
  answeredAt: time(),
})
export type OfferAnswer = z.output<typeof OfferAnswer>

/** The same as whoever has answered is told, with their own offer where they made one. */
export const AnsweredOffer = OfferAnswer.extend({ counterOffer: RoomMessage.nullable() })
export type AnsweredOffer = z.output<typeof AnsweredOffer>

export const AnsweredOfferInDocument5 = OfferAnswer.extend({
  counterOffer: RoomMessageInDocument5.nullable(),
})
