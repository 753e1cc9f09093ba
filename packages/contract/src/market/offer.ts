import { z } from 'zod'
import {
  amountShown,
  changedAt,
  coinShown,
  happenedAt,
  id,
  madeAt,
  padded,
  time,
  unlessZero,
  usernameShown,
} from '../fields.ts'
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
  createdAt: madeAt(),
  currencyAmount: padded(20, amountShown()).describe('Of the coin.'),
  status: z
    .enum(OFFER_STATUSES)
    .describe(
      'How far it is: a `paid` one can be disputed, a `released`, `cancelled` or `expired` one is over.',
    ),
  fiatAmount: amountShown().describe('What the buyer pays.'),
  hasIndicatedPaid: z.boolean().describe('The buyer has said that they have paid.'),
  ad: id().describe('The number of the ad.'),
  user: z.uuid().describe('Who made the offer.'),
  adType: z.enum(AD_TYPES).describe('What the ad’s owner does with the coin.'),
  cryptoCurrency: coinShown(),
  fiatCurrency: z.string().describe('What is paid in: an ISO 4217 code.'),
  paymentMethod: z.string().describe('How is paid, as the ad says.'),
  pricePerUnit: amountShown().describe('The price, fixed when the offer was made.'),
  fee: amountShown().describe('What the house keeps of the amount on release.'),
  makerId: id().describe('User number of who made it; the other side owns the ad.'),
  sellerId: id().describe('Who sells the coin: escrows it, and releases it.'),
  sellerName: z.string().describe('The seller’s display name.'),
  sellerUsername: usernameShown(),
  buyerId: id().describe('Who buys the coin: pays, and says so.'),
  buyerName: z.string().describe('The buyer’s display name.'),
  buyerUsername: usernameShown(),
  bankAccountName: z
    .string()
    .nullable()
    .describe('Whose account the buyer pays to; null where none was named, as on a `sell` ad.'),
  bankAccountNumber: z.string().nullable().describe('Of the same account.'),
  bankName: z.string().nullable().describe('Of the same account.'),
  expiresAt: time().describe('Until when the buyer has to mark it as paid.'),
  paidAt: time().nullable().describe('When the buyer said that they had paid; null until then.'),
  releasedAt: time().nullable().describe('When the coin became the buyer’s; null until then.'),
  disputeReason: z
    .string()
    .nullable()
    .describe('What whoever has disputed it says is wrong; null without a dispute.'),
  resolution: z.string().nullable().describe("The staff's note when they settled a dispute."),
  updatedAt: changedAt(),
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
  type: z
    .enum([
      'offer.created',
      'offer.paid',
      'offer.cancelled',
      'offer.expired',
      'offer.released',
      'offer.disputed',
      'offer.statement',
      'offer.escalated',
      'offer.resolved',
    ])
    .describe('What happened.'),
  at: happenedAt(),
  by: z.string().nullable().describe('The name of who did it; null when time did.'),
  byId: id().nullable().describe('Their user number; null when time did.'),
  offer: Offer.describe('The offer as it stood then.'),
})
export type OfferEvent = z.output<typeof OfferEvent>

/** One message of an offer's chat. */
export const OfferMessage = z.object({
  id: id(),
  offerId: id().describe('The offer whose chat it is.'),
  senderId: id().describe('User number of who has written it.'),
  senderName: z.string().describe('The same person’s display name.'),
  senderUsername: usernameShown(),
  message: z.string().describe('What was written.'),
  createdAt: time().describe('When it was written.'),
})
export type OfferMessage = z.output<typeof OfferMessage>

/** A message in an offer's chat. */
export const OfferMessageEvent = z.object({
  type: z.literal('offer.message').describe('That something was written.'),
  at: happenedAt(),
  message: OfferMessage.describe('What was written.'),
})
export type OfferMessageEvent = z.output<typeof OfferMessageEvent>

/** What one side of an offer says of the other, once it is released. */
export const Rating = z.object({
  offerId: id().describe('The deal it is about.'),
  userId: id().describe('Who is rated.'),
  positive: z.boolean().describe('Whether they were content.'),
  comment: z.string().nullable().describe('A word on it; null for none.'),
  createdAt: madeAt(),
})
export type Rating = z.output<typeof Rating>
