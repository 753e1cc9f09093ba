import { z } from 'zod'
import { Profile, ProfileInDocument2 } from '../auth/profile.ts'
import {
  amountShown,
  changedAt,
  coinShown,
  happenedAt,
  id,
  madeAt,
  padded,
  time,
  unless,
  unlessZero,
} from '../fields.ts'

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
  ownerId: id().describe('User number of whose ad it is.'),
  user: Profile.describe('The owner.'),
  cryptoCurrency: coinShown(),
  pricePerUnit: amountShown()
    .nullable()
    .describe('Of a floating price: what it is now; null while there is no current rate.'),
  priceType: z.enum(PRICE_TYPES).describe('`floating` follows a reference rate; `fixed` stays.'),
  margin: z
    .string()
    .nullable()
    .describe('Of a floating price: percent over the reference rate; negative is below it.'),
  adType: z.enum(AD_TYPES).describe('What the owner does with the coin.'),
  paymentMethod: z.string().describe('How is paid, such as `bank_transfer`.'),
  fiatCurrency: z.string().describe('In which national currency: its ISO 4217 code.'),
  cryptoAmount: padded(20, amountShown()).describe('How much of the coin is advertised in all.'),
  startDate: z.iso.date().describe('The first day on which it can be found, in UTC.'),
  endDate: z.iso.date().nullable().describe('The last day of the ad, in UTC.'),
  autoReplyMessage: z.string().nullable().describe('Opens the chat of each offer.'),
  termsOfTrade: z
    .string()
    .nullable()
    .describe('What the owner expects of the other side; null for nothing.'),
  additionalInformation: z
    .string()
    .nullable()
    .describe('What else the owner has to say; null for nothing.'),
  status: z
    .enum(AD_STATUSES)
    .describe('`in_progress`: all of it is reserved by offers that are under way.'),
  maxLimit: padded(10, amountShown())
    .nullable()
    .describe('Most an offer may be worth, in fiat; the whole ad unless its owner set a limit.'),
  minLimit: padded(10, amountShown()).describe('Least an offer may be worth, in fiat.'),
  totalAvailable: padded(10, amountShown()).describe('Of the coin: what no offer has reserved.'),
  tradeStartedAt: time().nullable().describe('When the first offer was made.'),
  tradeCompletedAt: time()
    .nullable()
    .describe('When the last of it was released; null until then.'),
  timeToPay: z.int().describe('Minutes a buyer has to pay.'),
  feePercent: z
    .string()
    .describe('What the house keeps on release, in percent of the amount; of an offer made now.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
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
  user: ProfileInDocument2.describe('The owner.'),
  assetId: z
    .null()
    .default(null)
    .describe('Always null: the document shows it, and coins have no other id than their code.'),
  timeToPay,
  priceType: unless(priceType.clone(), (type) => type === 'fixed'),
  margin: unless(margin.clone(), (percent) => percent === null),
  feePercent: unlessZero(Ad.shape.feePercent.clone()),
})

/** As its owner's webhooks tell of it. */
export const AdInWebhooks = AdInDocument2.omit({ user: true, feePercent: true })

/** What happened to an ad, told to its owner. */
export const AdEvent = z.object({
  type: z
    .enum(['ad.created', 'ad.closed', 'ad.expired', 'ad.completed'])
    .describe('What happened.'),
  at: happenedAt(),
  ad: Ad.omit({ user: true, feePercent: true }).describe(
    'The ad as it stood then; a floating price is left out.',
  ),
})
export type AdEvent = z.output<typeof AdEvent>
