import { z } from 'zod'
import { COIN_CODES, COINS, type Coin } from '../coins.ts'
import { documentMarks } from './marks.ts'
import { line } from './text.ts'

/** A coin's code, accepted in either case. */
export function coin() {
  const schema = z
    .string()
    .transform((code) => code.trim().toLowerCase())
    .pipe(z.enum(COIN_CODES, `must be one of ${COIN_CODES.join(', ')}`))
    .describe('The coin; accepted in either case.')
  return schema
}

/** A coin's code in an answer. */
export function coinShown() {
  const schema = z.enum(COIN_CODES).describe('The coin.')
  documentMarks.add(schema, { kind: 'coin' })
  return schema
}

const isCurrency = (code: string) => Intl.supportedValuesOf('currency').includes(code.toUpperCase())

/** The code of a national currency (ISO 4217), accepted in either case, in lower case inside Souk. */
export function fiat() {
  return z
    .string()
    .transform((code) => code.trim().toLowerCase())
    .pipe(z.string().refine(isCurrency, 'must be the code of a national currency, such as usd'))
    .describe('A national currency by its ISO 4217 code, such as `usd`; accepted in either case.')
}

/** A way of paying, such as `bank_transfer`: accepted in either case, in lower case inside Souk. */
export function paymentMethod() {
  return line(1, 50)
    .transform((method) => method.normalize('NFKC').toLowerCase())
    .describe('How is paid, in the owner’s words, such as `bank_transfer`; in either case.')
}

const DECIMAL = /^(?:0|[1-9]\d{0,19})(?:\.\d{1,40})?$/
const PLAIN_DECIMAL = 'must be a plain decimal with at most 20 digits before the point'
const MAX_PLACES = 40
const SAFE_DIGITS = 15

/** Writes a JSON number as a plain decimal, unless it may already have lost digits. */
function decimalOfNumber(value: number): string | undefined {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+/, '')
  const places = (mantissa.split('.')[1]?.length ?? 0) - Number(exponent)
  if (digits.length > SAFE_DIGITS || places < 0 || places > MAX_PLACES) return undefined
  return exponent === '0' ? mantissa : value.toFixed(places)
}

/**
 * A positive decimal amount, as a string or a JSON number; kept exact, never a float.
 * @param places decimals that documents tell of; who calls holds it to them
 */
export function amount(places = MAX_PLACES) {
  const pattern = `^(?=.*[1-9])(?:0|[1-9]\\d{0,19})(?:\\.\\d{1,${places}}0*)?$`
  return z
    .union(
      [z.string().meta({ pattern }), z.number().meta({ exclusiveMinimum: 0 })],
      'must be a decimal amount, as a string or a number',
    )
    .transform((value, ctx) => {
      const decimal = typeof value === 'number' ? decimalOfNumber(value) : value.trim()
      if (decimal !== undefined) return decimal
      ctx.addIssue('has too many digits for a JSON number: send it as a string')
      return z.NEVER
    })
    .pipe(
      z
        .string()
        .regex(/^(?!-)/, { error: 'must be greater than zero', abort: true })
        .regex(DECIMAL, { error: PLAIN_DECIMAL, abort: true })
        .refine((value) => /[1-9]/.test(value), 'must be greater than zero'),
    )
}

/** A price: an amount with at most so many decimals, up to `most`, a whole number. */
export function price(decimals: number, most: bigint) {
  return amount(decimals)
    .refine((value) => decimalsOf(value) <= decimals, `must have at most ${decimals} decimals`)
    .refine((value) => isUpTo(value, most), `must be at most ${most}`)
}

function isUpTo(value: string, most: bigint): boolean {
  const [whole = '0'] = value.split('.')
  return BigInt(whole) < most || (BigInt(whole) === most && decimalsOf(value) === 0)
}

/** The number of an amount's decimals, zeros at its end not counted. */
export function decimalsOf(value: string): number {
  return value.split('.')[1]?.replace(/0+$/, '').length ?? 0
}

/** What is wrong with an amount of this coin, if it has more decimals than the coin. */
export function decimalsProblem(asset: Coin, value: string): string | undefined {
  const most = COINS[asset]
  return decimalsOf(value) > most
    ? `must have at most ${most} decimals for ${asset.toUpperCase()}`
    : undefined
}

/** An exact amount in an answer: a decimal string with at least two decimals. */
export function amountShown() {
  return z.string().regex(/^\d+\.\d{2,}$/)
}
