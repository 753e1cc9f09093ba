import { callerFields, SoukError } from '@souk/contract'
import type { Actor } from '@souk/core'
import { z } from 'zod'

/** What a request calls its caller, by the field that does so. */
export type CallerNames = Readonly<Record<string, unknown>>

/** The input fields in which a caller may only name themself. */
export function callerFieldsOf(input: z.ZodType): string[] {
  if (!(input instanceof z.ZodObject)) return []
  const fields = Object.entries(input.shape as Record<string, z.ZodType>)
  return fields.filter(([, field]) => callerFields.has(unwrapped(field))).map(([name]) => name)
}

function unwrapped(field: z.ZodType): z.ZodType {
  const wraps = field instanceof z.ZodOptional || field instanceof z.ZodNullable
  return wraps ? unwrapped(field.unwrap() as z.ZodType) : field
}

/** The names that an input has in these of its fields. */
export function namesIn(input: unknown, fields: readonly string[]): CallerNames {
  return Object.fromEntries(fields.map((field) => [field, (input as CallerNames)[field]]))
}

/**
 * Who acts comes from the credential; a name beside it is at most a repetition of it.
 * @throws FORBIDDEN when one names somebody else; the error's field is the first that does
 */
export function refuseOtherNames(actor: Actor, names: CallerNames): void {
  for (const [field, name] of Object.entries(names)) {
    if (name === undefined || name === null || isOwn(actor, name)) continue
    const message = 'must be your own'
    throw new SoukError('FORBIDDEN', `${field} ${message}`, {
      fields: [{ path: [field], message }],
    })
  }
}

/** Whether this is the actor: their number, with the documents' `user_` or `USR_` or without, or UUID. */
function isOwn(actor: Actor, name: unknown): boolean {
  if (actor.kind !== 'user' && actor.kind !== 'staff') return false
  const { userId, uuid } = actor
  if (typeof name !== 'string') return name === userId
  return [`${userId}`, `user_${userId}`, `usr_${userId}`, uuid].includes(name.toLowerCase())
}
