import {
  type Coin,
  fieldRefused,
  fieldsRefused,
  type NewOffer,
  type Offer,
  SoukError,
} from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { wakeAfterCommit } from '../../events/record-event.ts'
import { offerStreams } from '../../events/streams.ts'
import { type DealRefusal, dealRefused } from '../../staff/deal-refused.ts'
import { insufficientFunds, limitIn, noRate, unforeseen } from '../refusals.ts'
import { type OfferRow, offerOf } from './offer-of.ts'

interface CreateRow {
  readonly outcome: string
  readonly detail: string | null
  readonly offer: OfferRow | null
  readonly coin: Coin | null
  readonly fiat: string | null
  readonly method: string | null
}

// The ad is looked at again only to put a refusal into words.
const createStatement = statement<CreateRow>(
  'offer-create',
  `select c.outcome, c.detail, c.offer, a.crypto_currency as coin, a.fiat_currency as fiat,
          a.payment_method as method
     from create_offer($1, $2, $3, $4, $5) c left join ads a on c.offer is null and a.id = $6`,
)

/**
 * Makes an offer on an ad: reserves its amount, fixes its price, and opens its chat.
 * @throws VALIDATION_FAILED, OWN_TRADE, CONFLICT, INSUFFICIENT_FUNDS, COIN_DISABLED, RESTRICTED,
 * LIMIT_EXCEEDED
 */
export async function createOffer(ctx: Ctx, input: NewOffer): Promise<Offer> {
  const { userId } = signedIn(ctx)
  const fields = JSON.stringify({
    ad_id: input.ad,
    amount: input.currencyAmount,
    fiat_amount: input.fiatAmount,
    bank_account_name: input.bankAccountName,
    bank_account_number: input.bankAccountNumber,
    bank_name: input.bankName,
  })
  const rates = JSON.stringify(await ctx.rates.current())
  const values = [userId, fields, rates, ctx.settings.feePercent, ctx.clock(), input.ad]
  const [row] = await ctx.db.query(createStatement, values)
  if (!row?.offer) throw refused(row, input)
  wakeAfterCommit(ctx, offerStreams(row.offer))
  return offerOf(row.offer)
}

function refused(row: CreateRow | undefined, input: NewOffer): SoukError {
  const { outcome, detail, coin, fiat, method } = { ...row, detail: row?.detail ?? '' }
  switch (outcome) {
    case 'unknown_ad':
      return fieldRefused('ad', `Invalid pk "${input.ad}" - object does not exist.`)
    case 'own_ad':
      return new SoukError('OWN_TRADE', 'You cannot make an offer on your own ad')
    case 'insufficient_funds':
      return insufficientFunds()
    case 'not_open':
      return new SoukError('CONFLICT', 'This ad is not open to offers')
    case 'not_started':
      return new SoukError('CONFLICT', `This ad is open to offers from ${detail} on`)
    case 'bank_required':
      return fieldsRefused(
        detail.split(' ').map((field) => ({ path: [field], message: 'is required on a buy ad' })),
      )
    default:
      return coin && fiat && method
        ? amountRefused(outcome, detail, { coin, fiat, method })
        : unforeseen(row)
  }
}

function amountRefused(
  outcome: string | undefined,
  detail: string,
  { coin, fiat, method }: { coin: Coin; fiat: string; method: string },
): SoukError {
  switch (outcome) {
    case 'refused':
      return dealRefused(detail as DealRefusal, coin)
    case 'too_fine':
      return fieldRefused(
        'currencyAmount',
        `must have at most ${detail} decimals for ${coin.toUpperCase()}`,
      )
    case 'no_rate':
      return noRate(coin, fiat)
    case 'worthless':
      return fieldRefused('currencyAmount', `is worth less than a cent of ${fiat}`)
    case 'wrong_fiat':
      return fieldRefused('fiatAmount', `must be ${detail} ${fiat} for that amount`)
    case 'below_minimum':
      return fieldRefused('fiatAmount', `must be at least ${detail} ${fiat} on this ad`)
    case 'above_maximum':
      return fieldRefused('fiatAmount', `must be at most ${detail} ${fiat} on this ad`)
    case 'payment_refused':
      return new SoukError(
        'LIMIT_EXCEEDED',
        `At most ${limitIn(detail)} ${fiat} may be paid by ${method} in one deal`,
      )
    default:
      return new SoukError('CONFLICT', `Only ${detail} ${coin} is available on this ad`)
  }
}
