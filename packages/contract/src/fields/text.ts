import { z } from 'zod'

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

/** What documents say of text in which there has to be something to see, as nearly as they can. */
const SHOWING = { pattern: '\\S' } as const

/** Text a person wrote: trimmed, no null bytes, `min` to `max` characters, of which one can be seen. */
export function text(min: number, max: number) {
  const schema = storable()
    .overwrite(trimmed)
    .min(min, min === 1 ? 'must not be empty' : `must have at least ${min} characters`)
    .max(max, `must have at most ${max} characters`)
  return min > 0 ? schema.meta(SHOWING) : schema
}

/** What ends a line, is not shown or turns others around; joiners only where no letters join. */
const NOT_PLAIN =
  /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])/u

/** Text of one line: what it says is what one sees. */
export function line(min: number, max: number) {
  const schema = text(min, max).refine(
    (value) => !NOT_PLAIN.test(value),
    'must be one line of plain text',
  )
  return min > 0 ? schema.meta(SHOWING) : schema
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

/** A username in an answer, beside what its owner calls themself; null in what older versions wrote. */
export function usernameShown() {
  return z.string().nullable().default(null).describe('The same person’s username.')
}

/** A code of the caller's authenticator app, or one of their backup codes, where they must show one. */
export function secondFactorCode() {
  return line(1, 40)
    .optional()
    .describe(
      'With two-factor authentication on: a current code of the authenticator app, or a backup code. It works once.',
    )
}
