import { type Ad, fieldRefused, type NewAd, type SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { wakeAfterCommit } from '../../events/record-event.ts'
import { userStream } from '../../events/streams.ts'
import { type DealRefusal, dealRefused } from '../../staff/deal-refused.ts'
import { insufficientFunds, noRate, unforeseen } from '../refusals.ts'
import { type AdShownRow, adOf } from './ad-of.ts'

type CreateRow =
  | { outcome: 'done'; detail: null; ad: AdShownRow }
  | { outcome: 'no_rate' | 'insufficient_funds'; detail: null; ad: null }
  | { outcome: 'refused' | 'min_too_high'; detail: string; ad: null }

const createStatement = statement<CreateRow>(
  'ad-create',
  'select outcome, detail, ad from create_ad($1, $2, $3, $4)',
)

/** How long a buyer has to pay when the ad does not say, in minutes. */
const USUAL_TIME_TO_PAY = 30

/**
 * Advertises. A sell ad holds its whole amount; one whose last day is over is expired at once.
 * @throws INSUFFICIENT_FUNDS, COIN_DISABLED, RESTRICTED, LIMIT_EXCEEDED, CONFLICT without a rate
 */
export async function createAd(ctx: Ctx, input: NewAd): Promise<Ad> {
  const { userId } = signedIn(ctx)
  const now = ctx.clock()
  const today = now.toISOString().slice(0, 10)
  const startDate = input.startDate ?? earlier(today, input.endDate)
  if (input.endDate && input.endDate < startDate) {
    throw fieldRefused('endDate', 'must not be before the start')
  }
  const rates = await ctx.rates.current()
  const values = [userId, columnsOf(input, startDate), JSON.stringify(rates), now]
  const [row] = await ctx.db.query(createStatement, values)
  if (row?.outcome !== 'done') throw refused(row, input)
  wakeAfterCommit(ctx, [userStream(userId)])
  return adOf(ctx, row.ad)
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

function refused(row: CreateRow | undefined, { cryptoCurrency, fiatCurrency }: NewAd): SoukError {
  switch (row?.outcome) {
    case 'refused':
      return dealRefused(row.detail as DealRefusal, cryptoCurrency)
    case 'no_rate':
      return noRate(cryptoCurrency, fiatCurrency)
    case 'min_too_high':
      return fieldRefused('minLimit', `must not be more than the whole ad is worth: ${row.detail}`)
    case 'insufficient_funds':
      return insufficientFunds()
    default:
      return unforeseen(row)
  }
}
