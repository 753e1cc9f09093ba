import { z } from 'zod'
import { amountShown, coinShown, id, padded, time, unlessZero, usernameShown } from '../fields.ts'
import { AD_TYPES } from './ad.ts'

export const OFFER_STATUSES = [
  'pending',
  'paid',
  'released',
  'cancelled',
  'expired',
  'disputed',
] as const
export type OfferStatus = (typeof OFFER_STATUSES)[number]

/** A deal on a part of an ad. Its amount is held from the moment it is made. Seen by its two sides and staff. */
export const Offer = z.object({
  id: id(),
  createdAt: time(),
  currencyAmount: padded(20, amountShown()).describe('Of the coin.'),
  status: z.enum(OFFER_STATUSES),
  fiatAmount: amountShown().describe('What the buyer pays.'),
  hasIndicatedPaid: z.boolean(),
  ad: id(),
  user: z.uuid().describe('Who made the offer.'),
  adType: z.enum(AD_TYPES),
  cryptoCurrency: coinShown(),
  fiatCurrency: z.string(),
  paymentMethod: z.string(),
  pricePerUnit: amountShown().describe('The price, fixed when the offer was made.'),
  fee: amountShown().describe('What the house keeps of the amount on release.'),
  makerId: id(),
  sellerId: id().describe('Who sells the coin: escrows it, and releases it.'),
  sellerName: z.string(),
  sellerUsername: usernameShown(),
  buyerId: id().describe('Who buys the coin: pays, and says so.'),
  buyerName: z.string(),
  buyerUsername: usernameShown(),
  bankAccountName: z.string().nullable(),
  bankAccountNumber: z.string().nullable(),
  bankName: z.string().nullable(),
  expiresAt: time().describe('Until when the buyer has to mark it as paid.'),
  paidAt: time().nullable(),
  releasedAt: time().nullable(),
  disputeReason: z.string().nullable(),
  resolution: z.string().nullable().describe("The staff's note when they settled a dispute."),
  updatedAt: time(),
})
export type Offer = z.output<typeof Offer>

/** All of an offer in document 2's words: the fee only where the house takes one. */
export const OfferInDocument2 = Offer.extend({ fee: unlessZero(Offer.shape.fee.clone()) })

/** The eight fields document 2 shows of a new offer, and the fee where the house takes one. */
export const NewOfferInDocument2 = OfferInDocument2.pick({
  id: true,
  createdAt: true,
  currencyAmount: true,
  status: true,
  fiatAmount: true,
  hasIndicatedPaid: true,
  ad: true,
  user: true,
  fee: true,
})

/** Something that happened to an offer, with the offer as it stood then. */
export const OfferEvent = z.object({
  type: z.enum([
    'offer.created',
    'offer.paid',
    'offer.cancelled',
    'offer.expired',
    'offer.released',
    'offer.disputed',
    'offer.statement',
    'offer.escalated',
    'offer.resolved',
  ]),
  at: time(),
  by: z.string().nullable().describe('The name of who did it; null when time did.'),
  byId: id().nullable(),
  offer: Offer,
})
export type OfferEvent = z.output<typeof OfferEvent>

/** One message of an offer's chat. */
export const OfferMessage = z.object({
  id: id(),
  offerId: id(),
  senderId: id(),
  senderName: z.string(),
  senderUsername: usernameShown(),
  message: z.string(),
  createdAt: time(),
})
export type OfferMessage = z.output<typeof OfferMessage>

/** A message in an offer's chat. */
export const OfferMessageEvent = z.object({
  type: z.literal('offer.message'),
  at: time(),
  message: OfferMessage,
})
export type OfferMessageEvent = z.output<typeof OfferMessageEvent>

/** What one side of an offer says of the other, once it is released. */
export const Rating = z.object({
  offerId: id(),
  userId: id().describe('Who is rated.'),
  positive: z.boolean(),
  comment: z.string().nullable(),
  createdAt: time(),
})
export type Rating = z.output<typeof Rating>
