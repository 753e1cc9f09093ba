import { z } from 'zod'
import { Profile, ProfileInDocument2 } from '../auth/profile.ts'
import { amountShown, coinShown, id, padded, time, unless, unlessZero } from '../fields.ts'

export const AD_TYPES = ['buy', 'sell'] as const
export type AdType = (typeof AD_TYPES)[number]

export const PRICE_TYPES = ['fixed', 'floating'] as const
export type PriceType = (typeof PRICE_TYPES)[number]

export const AD_STATUSES = ['active', 'in_progress', 'completed', 'closed', 'expired'] as const
export type AdStatus = (typeof AD_STATUSES)[number]

export const AD_SORTS = ['newest', 'price', '-price'] as const
export type AdSort = (typeof AD_SORTS)[number]

/**
 * An advertisement. On a `sell` ad its owner sells the coin and the whole amount is held when the ad
 * is made; on a `buy` ad whoever makes an offer sells.
 */
export const Ad = z.object({
  id: id(),
  ownerId: id(),
  user: Profile.describe('The owner.'),
  cryptoCurrency: coinShown(),
  pricePerUnit: amountShown()
    .nullable()
    .describe('Of a floating price: what it is now; null while there is no current rate.'),
  priceType: z.enum(PRICE_TYPES),
  margin: z
    .string()
    .nullable()
    .describe('Of a floating price: percent over the reference rate; negative is below it.'),
  adType: z.enum(AD_TYPES).describe('What the owner does with the coin.'),
  paymentMethod: z.string(),
  fiatCurrency: z.string(),
  cryptoAmount: padded(20, amountShown()),
  startDate: z.iso.date(),
  endDate: z.iso.date().nullable().describe('The last day of the ad, in UTC.'),
  autoReplyMessage: z.string().nullable().describe('Opens the chat of each offer.'),
  termsOfTrade: z.string().nullable(),
  additionalInformation: z.string().nullable(),
  status: z
    .enum(AD_STATUSES)
    .describe('`in_progress`: all of it is reserved by offers that are under way.'),
  maxLimit: padded(10, amountShown())
    .nullable()
    .describe('Most an offer may be worth, in fiat; the whole ad unless its owner set a limit.'),
  minLimit: padded(10, amountShown()).describe('Least an offer may be worth, in fiat.'),
  totalAvailable: padded(10, amountShown()).describe('Of the coin: what no offer has reserved.'),
  tradeStartedAt: time().nullable().describe('When the first offer was made.'),
  tradeCompletedAt: time().nullable(),
  timeToPay: z.int().describe('Minutes a buyer has to pay.'),
  feePercent: z
    .string()
    .describe('What the house keeps on release, in percent of the amount; of an offer made now.'),
  createdAt: time(),
  updatedAt: time(),
})
export type Ad = z.output<typeof Ad>

const { timeToPay, priceType, margin } = Ad.shape

/**
 * An ad as document 2 shows it, in its order; then, where there is such a thing, what a floating
 * price is made of and the fee that the house takes.
 */
export const AdInDocument2 = Ad.omit({
  ownerId: true,
  timeToPay: true,
  priceType: true,
  margin: true,
  feePercent: true,
  createdAt: true,
  updatedAt: true,
}).extend({
  user: ProfileInDocument2,
  assetId: z.null().default(null),
  timeToPay,
  priceType: unless(priceType.clone(), (type) => type === 'fixed'),
  margin: unless(margin.clone(), (percent) => percent === null),
  feePercent: unlessZero(Ad.shape.feePercent.clone()),
})

/** What happened to an ad, told to its owner. */
export const AdEvent = z.object({
  type: z.enum(['ad.created', 'ad.closed', 'ad.expired', 'ad.completed']),
  at: time(),
  ad: Ad.omit({ user: true, feePercent: true }).describe(
    'The ad as it stood then; a floating price is left out.',
  ),
})
export type AdEvent = z.output<typeof AdEvent>
