import { z } from 'zod'
import { storable, trimmed } from '../fields.ts'

/** Characters that may be searched for. */
const MAX_SEARCH = 200

const NOT_A_NUMBER = 'must be a decimal number'
const NUMBER = /^-?\d{1,15}(\.\d{1,20})?(e-?\d{1,2})?$/i

/** A bound of a list's prices: empty is none, and less than nothing is nothing. */
export function priceBound() {
  return z
    .union([z.number(NOT_A_NUMBER), z.string(NOT_A_NUMBER)], NOT_A_NUMBER)
    .transform((given, ctx) => {
      const bound = String(given).trim()
      if (bound === '') return undefined
      if (NUMBER.test(bound)) return bound.startsWith('-') ? '0' : bound
      ctx.addIssue(NOT_A_NUMBER)
      return z.NEVER
    })
    .optional()
}

/** Words to look for; the last one may be the beginning of one. */
export function searched() {
  return storable()
    .max(MAX_SEARCH, `must have at most ${MAX_SEARCH} characters`)
    .transform((words) => trimmed(words) || undefined)
    .optional()
    .describe(
      'All of these words, the last of which may have only begun, in any order; without a word, everything.',
    )
}

/** A category to look for; `All`, in any case, is every one. */
export function categoryFilter() {
  return storable()
    .max(100, 'must have at most 100 characters')
    .transform((category) => (/^(all)?$/i.test(trimmed(category)) ? undefined : category))
    .optional()
    .describe(
      'Without regard to case, the whole or its leading words: `art` finds `Art & Design`. `All` finds everything.',
    )
}

/** What a list is sorted by, by whatever name; names that nobody knows are the first one's. */
export function sortBy<Sort extends string>(names: Readonly<Record<string, Sort>>) {
  const [usual] = Object.values(names) as [Sort, ...Sort[]]
  const known = Object.keys(names)
  return z
    .string()
    .optional()
    .transform((name = '') => (Object.hasOwn(names, name) ? (names[name] ?? usual) : usual))
    .describe(`One of ${known.join(', ')}; anything else is \`${known[0]}\`.`)
}

/** Which way a list is sorted. */
export function sortOrder() {
  return z
    .string()
    .optional()
    .transform((order) => (order?.toLowerCase() === 'asc' ? ('asc' as const) : ('desc' as const)))
    .describe('`asc`, or else `desc`.')
}
export type SortOrder = 'asc' | 'desc'

/** One of some words, in whatever case it is written. */
export function anyCase<const Words extends readonly [string, ...string[]]>(words: Words) {
  const rule = `must be one of ${words.join(', ')}`
  return z
    .string(rule)
    .transform((word) => word.trim().toUpperCase())
    .pipe(z.enum(words, rule))
}

/** A status to look for, in any case; `All` is every one. */
export function statusFilter<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z
    .string()
    .transform((status, ctx) => {
      const sought = status.trim().toUpperCase()
      if (sought === '' || sought === 'ALL') return undefined
      const found = words.find((word) => word === sought)
      if (found !== undefined) return found as Words[number]
      ctx.addIssue(`must be one of All, ${words.join(', ')}`)
      return z.NEVER
    })
    .optional()
    .describe(`One of ${words.join(', ')}, in any case; \`All\` is every one.`)
}
