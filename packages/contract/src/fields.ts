import { z } from 'zod'
import { COIN_CODES, COINS, type Coin } from './coins.ts'

/**
 * What the documents need to know of a field beyond its type. The REST door reads these marks to
 * translate between the SDK's resource and a document's own words; nobody else does.
 */
export interface DocumentMark {
  /** The field's name in the document, where it is not simply the key in the dialect's casing. */
  readonly name?: string
  /**
   * Shown differently from document to document: a moment, or a coin's code; or no JSON at all, a file; or
   * any JSON, as it is.
   */
  readonly kind?: 'time' | 'coin' | 'file' | 'json'
  /** Media types that a file may have. */
  readonly types?: readonly string[]
  /** What the document does not know is left out of it while it says nothing new. */
  readonly isLeftOut?: (value: unknown) => boolean
  /** An amount the document writes with at least so many decimals. */
  readonly decimals?: number
  /** A number that the document writes as text after this and `_`: `product_12`. */
  readonly prefix?: string
  /** A decimal string that the document writes as a JSON number. */
  readonly isNumber?: true
}

export const documentMarks = z.registry<DocumentMark>()

/** Fields in which callers may name themselves (`seller_id`, …); naming anyone else is refused. */
export const callerFields = z.registry<{ caller: true }>()

/** Gives a field the name it has in the document. */
export function named<T extends z.ZodType>(name: string, schema: T): T {
  documentMarks.add(schema, { ...documentMarks.get(schema), name })
  return schema
}

/** A field that a document leaves out while it has one of these values. */
export function unless<T extends z.ZodType>(schema: T, isLeftOut: (value: unknown) => boolean) {
  documentMarks.add(schema, { ...documentMarks.get(schema), isLeftOut })
  return schema.optional()
}

/** What holds no fields of Souk's: no document renames anything in it. */
export function shownAsItIs<T extends z.ZodType>(schema: T): T {
  documentMarks.add(schema, { ...documentMarks.get(schema), kind: 'json' })
  return schema
}

const ZERO = /^0(\.0*)?$/

/** An amount that a document shows only where there is one. */
export function unlessZero<T extends z.ZodType<string>>(schema: T) {
  return unless(schema, (amount) => ZERO.test(amount as string))
}

/** An amount that a document writes with at least `decimals` decimals. */
export function padded<T extends z.ZodType>(decimals: number, schema: T): T {
  documentMarks.add(schema, { ...documentMarks.get(schema), decimals })
  return schema
}

/** An id that a document writes with a prefix: `product_12`. */
export function prefixed<T extends z.ZodType<number>>(prefix: string, schema: T): T {
  documentMarks.add(schema, { ...documentMarks.get(schema), prefix })
  return schema
}

/** A decimal that a document writes as a JSON number; it stays exact everywhere else. */
export function asNumber<T extends z.ZodType<string | null>>(schema: T): T {
  documentMarks.add(schema, { ...documentMarks.get(schema), isNumber: true })
  return schema
}

/** Whether PostgreSQL can keep a text. */
export const isStorable = (value: string) => !value.includes('\0') && value.isWellFormed()
const NOT_STORABLE = 'must be valid text without null bytes'

/** Any text that PostgreSQL can store; the schema of every free text begins with this. */
export function storable() {
  return z.string().refine(isStorable, NOT_STORABLE)
}

/** Letters, signs and digits that leave no trace on the page, beside those that Unicode lists. */
const BLANK = '\\u2800\\u{13441}\\u{13442}\\u{1d159}'
const VISIBLE = new RegExp(
  `(?![\\p{Default_Ignorable_Code_Point}${BLANK}])[\\p{L}\\p{N}\\p{P}\\p{S}]`,
  'u',
)

/** Text without the space around it; nothing where there is nothing to see. */
export const trimmed = (value: string) => (VISIBLE.test(value) ? value.trim() : '')

/** Text a person wrote: trimmed, no null bytes, `min` to `max` characters, of which one can be seen. */
export function text(min: number, max: number) {
  return storable()
    .overwrite(trimmed)
    .min(min, min === 1 ? 'must not be empty' : `must have at least ${min} characters`)
    .max(max, `must have at most ${max} characters`)
}

/** What ends a line, is not shown or turns others around; joiners only where no letters join. */
const NOT_PLAIN =
  /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])/u

/** Text of one line: what it says is what one sees. */
export function line(min: number, max: number) {
  return text(min, max).refine((value) => !NOT_PLAIN.test(value), 'must be one line of plain text')
}

/** What something is filed under, in its owner's words; `All` stands for every one in filters. */
export function category() {
  return line(1, 60)
    .refine((name) => !/^all$/i.test(name), 'must be one, and not All')
    .describe('What it is filed under, in the owner’s words; `All` is none.')
}

/** A secret such as a password or a token: taken exactly as it is, never trimmed. */
export function secret(max: number) {
  return z
    .string()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine(isStorable, NOT_STORABLE)
}

const ID_RULE = `must be a whole number from 1 to ${Number.MAX_SAFE_INTEGER}`

/** A username in an answer, beside what its owner calls themself; null in what older versions wrote. */
export function usernameShown() {
  return z.string().nullable().default(null)
}

/** The number of a user, trade, message, … */
export function id() {
  return z.number(ID_RULE).int(ID_RULE).positive(ID_RULE)
}

/** An id as it is given where documents write a prefix before it: with or without that, or another's. */
export function prefixedId(prefix: string, ...others: readonly string[]) {
  const rule = `must be an id, such as ${prefix}_12`
  const prefixes = [prefix, ...others].join('|')
  return z
    .union(
      [z.number(rule), z.string(rule).regex(new RegExp(`^(?:(?:${prefixes})_)?\\d{1,16}$`), rule)],
      rule,
    )
    .transform((given) => Number(typeof given === 'string' ? given.replace(/^.*_/, '') : given))
    .pipe(id())
}

const USER_ID = /^(?:(?:user_|USR_)?\d{1,16}|[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12})$/

/**
 * The caller, where a document has them in the body: optional; their user number as a number or
 * as text, also after `user_` or `USR_`, or their UUID. Always text inside Souk.
 */
export function callerId() {
  const rule = 'must be a user id'
  const schema = z
    .union([z.number(rule).int(rule).positive(rule), z.string(rule).regex(USER_ID, rule)], rule)
    .transform(String)
    .describe(
      'The caller: their user number or UUID. May be left out; naming anybody else is refused.',
    )
  callerFields.add(schema, { caller: true })
  return schema.nullish()
}

/** Where a client's stream of events broke off: the id of the last event it has seen. */
export function lastEventId() {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'must be the id of an event')
    .transform(Number)
    .optional()
    .describe('The last event seen: the stream goes on after it.')
}

/** What ends an attribute, a line or a word, turns others around, or cannot be stored. */
const NOT_IN_URL = '\\s\\p{Cc}\\p{Cf}\\p{Cs}<>"\'`\\\\^{|}'
/** An address of the web: a name of a host alone before the path, and nobody's name or password. */
const webAddress = (scheme: string, flags: string) =>
  new RegExp(
    `^${scheme}://(?=[^/?#]*[\\p{L}\\p{N}])[^${NOT_IN_URL}@/?#]+(?:[/?#][^${NOT_IN_URL}]*)?$`,
    flags,
  )

const HTTPS_RULE = 'must be an https: URL'
const HTTPS = webAddress('https', 'u')

/** The address of something on the web, for others to see: `https:` and nothing that only looks so. */
export function httpsUrl() {
  return z
    .string()
    .trim()
    .max(2048, 'must have at most 2048 characters')
    .regex(HTTPS, { error: HTTPS_RULE, abort: true })
    .pipe(z.url(HTTPS_RULE))
}

/** A code of the caller's authenticator app, or one of their backup codes, where they must show one. */
export function secondFactorCode() {
  return line(1, 40)
    .optional()
    .describe(
      'With two-factor authentication on: a current code of the authenticator app, or a backup code. It works once.',
    )
}

/** A moment, as an ISO 8601 string in UTC. */
export function time() {
  const schema = z.iso.datetime()
  documentMarks.add(schema, { kind: 'time' })
  return schema
}

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
  const schema = z.enum(COIN_CODES)
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

/** A day of the calendar in UTC, as `YYYY-MM-DD`. */
export function calendarDate() {
  const rule = 'must be a date, as YYYY-MM-DD'
  // There was no year 0, and the database knows of none.
  return z.iso.date(rule).refine((date) => !date.startsWith('0000'), rule)
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

/** A positive decimal amount, as a string or a JSON number; kept exact, never a float. */
export function amount() {
  return z
    .union([z.string(), z.number()], 'must be a decimal amount, as a string or a number')
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
  return amount()
    .refine((value) => decimalsOf(value) <= decimals, `must have at most ${decimals} decimals`)
    .refine((value) => isUpTo(value, most), `must be at most ${most}`)
}

function isUpTo(value: string, most: bigint): boolean {
  const [whole = '0'] = value.split('.')
  return BigInt(whole) < most || (BigInt(whole) === most && decimalsOf(value) === 0)
}

const WEB_URL = 'must be a URL that begins with https:// or http://'
const HTTP_OR_HTTPS = webAddress('https?', 'iu')

/** The address of something on the web: nothing that a browser would run. */
export function webUrl() {
  return z
    .string()
    .trim()
    .max(2000, 'must have at most 2000 characters')
    .regex(HTTP_OR_HTTPS, { error: WEB_URL, abort: true })
    .refine(URL.canParse, WEB_URL)
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

const CURSOR_RULE = 'is not of this list with these filters; begin again without one'

export const MAX_PER_PAGE = 100
/** Page numbers reach this far; a cursor goes on to the last entry. */
export const MAX_LISTED = 10_000

/**
 * `page` and `perPage`, clamped rather than refused, and `cursor`, as every list takes them. After a
 * cursor the page number only counts the pages.
 */
export function pageFields(perPage = 50) {
  return {
    page: z
      .number()
      .int()
      .min(1)
      .default(1)
      .describe('Page number, from 1. Numbers reach 10,000 entries; a cursor goes on.'),
    perPage: z
      .number()
      .int()
      .min(1)
      .transform((n) => Math.min(n, MAX_PER_PAGE))
      .default(perPage)
      .describe(`Entries a page, at most ${MAX_PER_PAGE}.`),
    cursor: z
      .string()
      .max(1000)
      .regex(/^[\w-]+$/, CURSOR_RULE)
      .optional()
      .describe(
        'Where the page before ended, with the same filters: as it gave it, in its `Link` with rel="next" or, over tRPC, as `nextCursor`. Nothing is shown twice or passed over, whatever others write meanwhile.',
      ),
  }
}

/** No list is so long; larger ones would be no whole numbers any more. */
const LAST_PAGE = 1_000_000

/** The same where a document's clients may ask for page -1 or 1000 entries: anything is clamped. */
export function clampedPageFields(perPage: number) {
  const { cursor, page, perPage: size } = pageFields(perPage)
  const between = (least: number, most: number) => (n: number) =>
    Math.min(Math.max(Math.floor(n), least), most)
  const described = (field: z.ZodType) => field.description ?? ''
  return {
    page: z.number().transform(between(1, LAST_PAGE)).default(1).describe(described(page)),
    perPage: z
      .number()
      .transform(between(1, MAX_PER_PAGE))
      .default(perPage)
      .describe(described(size)),
    cursor,
  }
}

/**
 * One page of a list, with the total over all pages (counted up to 10,000) and the cursor of the
 * next one, if there is one.
 */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    page: z.int(),
    perPage: z.int(),
    total: z.int(),
    nextCursor: z.string().optional(),
  })
}

export interface Page<T> {
  items: T[]
  page: number
  perPage: number
  /** Counted up to 10,000. */
  total: number
  /** The `cursor` that the next page begins after; none on the last. */
  nextCursor?: string | undefined
}
