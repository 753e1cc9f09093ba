import { z } from 'zod'
import { fiatDecimals, MOST_FIAT_DECIMALS } from '../fiat-decimals.ts'
import {
  amount,
  calendarDate,
  coin,
  decimalsOf,
  decimalsProblem,
  fiat,
  paymentMethod,
  text,
} from '../fields.ts'
import { AD_TYPES, PRICE_TYPES } from './ad.ts'

/** A limit in fiat; zero is none. */
const limit = () =>
  z.union(
    [z.union([z.literal(0), z.string().regex(/^0(\.0*)?$/)]).transform(() => undefined), amount()],
    'must be a decimal amount, as a string or a number',
  )

const PRICE_DECIMALS = 8
/** A week, in minutes. */
const LONGEST_TO_PAY = 10_080

const MARGIN = /^-?\d{1,3}(\.\d{1,2})?$/
const MARGIN_RULE = 'must be a percentage from -50 to 100 with at most 2 decimals'

/** Percent over a reference rate; negative is below it. */
const margin = () =>
  z
    .union([z.string().trim(), z.number().transform(String)], MARGIN_RULE)
    .refine(
      (value) => MARGIN.test(value) && -50 <= Number(value) && Number(value) <= 100,
      MARGIN_RULE,
    )

const longText = () => text(0, 4000).nullish()

const fields = z.object({
  cryptoCurrency: coin(),
  priceType: z
    .enum(PRICE_TYPES)
    .default('fixed')
    .describe('`fixed` at `price_per_unit`, or `floating` by `margin` with the reference rate.'),
  pricePerUnit: amount().nullish().describe('In the fiat currency; of a fixed price.'),
  margin: margin()
    .nullish()
    .describe(
      'Of a floating price: percent over the reference rate, from -50 to 100; below zero is under it.',
    ),
  adType: z.enum(AD_TYPES).describe('What the owner wants to do with the coin.'),
  paymentMethod: paymentMethod(),
  fiatCurrency: fiat(),
  cryptoAmount: amount().describe('How much of the coin, all offers together.'),
  startDate: calendarDate()
    .nullish()
    .describe('The first day of the ad, in UTC; today unless given.'),
  endDate: calendarDate().nullish().describe('The last day of the ad, in UTC.'),
  autoReplyMessage: longText().describe('Opens the chat of each offer.'),
  termsOfTrade: longText().describe('What whoever makes an offer agrees to.'),
  additionalInformation: longText().describe('Anything else that is shown with the ad.'),
  timeToPay: z
    .number()
    .int()
    .min(0)
    .max(LONGEST_TO_PAY, 'must be at most a week (10080)')
    .nullish()
    .describe('Minutes a buyer has to pay; 0 stands for 30.'),
  minLimit: limit().nullish().describe('Least an offer may be worth, in fiat.'),
  maxLimit: limit().nullish().describe('Most an offer may be worth, in fiat.'),
})
type Fields = z.output<typeof fields>

/** What a new ad needs. */
export const NewAd = fields.superRefine((ad, ctx) => {
  for (const [field, message] of problemsOf(ad)) {
    ctx.addIssue({ code: 'custom', path: [field], message })
  }
})
export type NewAd = z.output<typeof NewAd>

function* problemsOf(ad: Fields): Generator<[keyof Fields, string]> {
  const tooFine = decimalsProblem(ad.cryptoCurrency, ad.cryptoAmount)
  if (tooFine) yield ['cryptoAmount', tooFine]
  if (ad.priceType === 'fixed' && !ad.pricePerUnit) yield ['pricePerUnit', 'is required']
  if (decimalsOf(ad.pricePerUnit ?? '') > PRICE_DECIMALS) {
    yield ['pricePerUnit', `must have at most ${PRICE_DECIMALS} decimals`]
  }
  for (const field of ['minLimit', 'maxLimit'] as const) {
    const most = fiatDecimals(ad.fiatCurrency)
    if (decimalsOf(ad[field] ?? '') > most) {
      yield [field, `must have at most ${most} decimals`]
    }
  }
  if (ad.minLimit && ad.maxLimit && cents(ad.minLimit) > cents(ad.maxLimit)) {
    yield ['maxLimit', 'must not be less than the minimum']
  }
  if (ad.startDate && ad.endDate && ad.endDate < ad.startDate) {
    yield ['endDate', 'must not be before the start']
  }
}

/** A limit as a whole number, so that two of them compare exactly. */
function cents(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.split('.')
  return BigInt(whole + decimals.slice(0, MOST_FIAT_DECIMALS).padEnd(MOST_FIAT_DECIMALS, '0'))
}
