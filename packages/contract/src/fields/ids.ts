import { z } from 'zod'
import { callerFields } from './marks.ts'

const ID_RULE = `must be a whole number from 1 to ${Number.MAX_SAFE_INTEGER}`

/** The number of a user, trade, message, … */
export function id() {
  return z.number(ID_RULE).int(ID_RULE).positive(ID_RULE)
}

/** What documents say of a number that is read first, and found to be an id later. */
const WHOLE = { type: 'integer', exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const

/** An id as it is given where documents write a prefix before it: with or without that, or another's. */
export function prefixedId(prefix: string, ...others: readonly string[]) {
  const rule = `must be an id, such as ${prefix}_12`
  const prefixes = [prefix, ...others].join('|')
  return z
    .union(
      [
        z.number(rule).meta(WHOLE),
        z
          .string(rule)
          .regex(new RegExp(`^(?:(?:${prefixes})_)?\\d{1,16}$`), rule)
          .meta({ pattern: `^(?:(?:${prefixes})_)?[1-9]\\d{0,14}$` }),
      ],
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
