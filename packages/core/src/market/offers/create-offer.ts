import {
  type Coin,
  decimalsOf,
  fiatDecimals,
  fieldRefused,
  fieldsRefused,
  type NewOffer,
  type Offer,
  SoukError,
} from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { capsOf } from '../../limits/caps-of.ts'
import { type DealRefusal, dealRefused, limitIn } from '../../limits/deal-refused.ts'
import { unforeseen } from '../../unforeseen.ts'
import { insufficientFunds, noRate, unitOf } from '../refusals.ts'
import { type OfferRow, offerOf } from './offer-of.ts'

/** What an ad says that a refusal has to name. */
interface Terms {
  readonly coin: Coin
  readonly fiat: string
  readonly method: string
}

interface CreateRow {
  readonly outcome: string
  readonly detail: string | null
  readonly terms: Terms | null
  readonly offer: OfferRow | null
}

const createFunction = dbFunction(
  'create_offer',
  ['fields', 'rates', 'feePercent', 'caps'],
  row<CreateRow>(),
)

/**
 * Makes an offer on an ad: reserves its amount, fixes its price, and opens its chat.
 * @throws VALIDATION_FAILED, OWN_TRADE, CONFLICT, INSUFFICIENT_FUNDS, COIN_DISABLED, RESTRICTED,
 * LIMIT_EXCEEDED
 */
export async function createOffer(ctx: Ctx, input: NewOffer): Promise<Offer> {
  const fields = JSON.stringify({
    ad_id: input.ad,
    amount: input.currencyAmount,
    fiat_amount: input.fiatAmount,
    bank_account_name: input.bankAccountName,
    bank_account_number: input.bankAccountNumber,
    bank_name: input.bankName,
  })
  const created = await call(ctx, createFunction, {
    fields,
    rates: JSON.stringify(await ctx.rates.current()),
    feePercent: ctx.settings.feePercent,
    caps: capsOf(ctx),
  })
  if (!created.offer) throw refused(created, input)
  return offerOf(created.offer)
}

function refused(row: CreateRow, input: NewOffer): SoukError {
  const { outcome, terms } = row
  const detail = row.detail ?? ''
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
      return terms ? amountRefused(outcome, detail, terms, input) : unforeseen(row)
  }
}

function amountRefused(
  outcome: string,
  detail: string,
  { coin, fiat, method }: Terms,
  { fiatAmount }: NewOffer,
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
      return fieldRefused('currencyAmount', `is worth less than ${unitOf(fiat)}`)
    case 'wrong_fiat':
      if (decimalsOf(fiatAmount) > fiatDecimals(fiat)) {
        return fieldRefused('fiatAmount', `must have at most ${fiatDecimals(fiat)} decimals`)
      }
      return fieldRefused('fiatAmount', `must be ${detail} ${fiat} for that amount`)
    case 'only_whole':
      return fieldRefused(
        'currencyAmount',
        `must be all that is left of this ad: ${detail} ${coin}`,
      )
    case 'below_minimum':
      return fieldRefused('fiatAmount', `must be at least ${detail} ${fiat} on this ad`)
    case 'above_maximum':
      return fieldRefused('fiatAmount', `must be at most ${detail} ${fiat} on this ad`)
    case 'payment_refused':
      return new SoukError(
        'LIMIT_EXCEEDED',
        `At most ${limitIn(detail)} ${fiat} may be paid by ${method} in one deal`,
      )
    case 'not_available':
      return new SoukError('CONFLICT', `Only ${detail} ${coin} is available on this ad`)
    default:
      return unforeseen({ outcome, detail })
  }
}
