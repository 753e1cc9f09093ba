import { type Ad, fieldRefused, type NewAd, type SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { capsOf } from '../../limits/caps-of.ts'
import { type DealRefusal, dealRefused } from '../../limits/deal-refused.ts'
import { unforeseen } from '../../unforeseen.ts'
import { insufficientFunds, noRate, unitOf } from '../refusals.ts'
import { type AdShownRow, adOf } from './ad-of.ts'

type CreateRow =
  | { outcome: 'done'; detail: null; ad: AdShownRow }
  | { outcome: 'no_rate' | 'worthless' | 'insufficient_funds'; detail: null; ad: null }
  | { outcome: 'refused' | 'min_too_high'; detail: string; ad: null }

const createFunction = dbFunction('create_ad', ['fields', 'rates', 'caps'], row<CreateRow>())

/** How long a buyer has to pay when the ad does not say, in minutes. */
const USUAL_TIME_TO_PAY = 30

/**
 * Advertises. A sell ad holds its whole amount; one whose last day is over is expired at once.
 * @throws INSUFFICIENT_FUNDS, COIN_DISABLED, RESTRICTED, LIMIT_EXCEEDED, CONFLICT without a rate
 */
export async function createAd(ctx: Ctx, input: NewAd): Promise<Ad> {
  const today = ctx.clock().toISOString().slice(0, 10)
  const startDate = input.startDate ?? earlier(today, input.endDate)
  if (input.endDate && input.endDate < startDate) {
    throw fieldRefused('endDate', 'must not be before the start')
  }
  const created = await call(ctx, createFunction, {
    fields: columnsOf(input, startDate),
    rates: JSON.stringify(await ctx.rates.current()),
    caps: capsOf(ctx),
  })
  if (created.outcome !== 'done') throw refused(created, input)
  return adOf(ctx, created.ad)
}

const earlier = (day: string, other: string | null = null) =>
  other !== null && other < day ? other : day

/** The input under the names of the columns. */
function columnsOf(input: NewAd, startDate: string): string {
  const fixed = input.priceType === 'fixed'
  return JSON.stringify({
    ad_type: input.adType,
    crypto_currency: input.cryptoCurrency,
    fiat_currency: input.fiatCurrency,
    payment_method: input.paymentMethod,
    price_type: input.priceType,
    price_per_unit: fixed ? input.pricePerUnit : null,
    margin: fixed ? null : (input.margin ?? '0'),
    crypto_amount: input.cryptoAmount,
    min_limit: input.minLimit,
    max_limit: input.maxLimit,
    start_date: startDate,
    end_date: input.endDate,
    auto_reply_message: input.autoReplyMessage,
    terms_of_trade: input.termsOfTrade,
    additional_information: input.additionalInformation,
    time_to_pay: input.timeToPay || USUAL_TIME_TO_PAY,
  })
}

function refused(row: CreateRow, { cryptoCurrency, fiatCurrency }: NewAd): SoukError {
  switch (row.outcome) {
    case 'refused':
      return dealRefused(row.detail as DealRefusal, cryptoCurrency)
    case 'no_rate':
      return noRate(cryptoCurrency, fiatCurrency)
    case 'worthless':
      return fieldRefused('cryptoAmount', `is worth less than ${unitOf(fiatCurrency)}`)
    case 'min_too_high':
      return fieldRefused('minLimit', `must not be more than the whole ad is worth: ${row.detail}`)
    case 'insufficient_funds':
      return insufficientFunds()
    default:
      return unforeseen(row)
  }
}
