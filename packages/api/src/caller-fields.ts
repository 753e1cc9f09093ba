import { callerFields, SoukError } from '@souk/contract'
import { type Ctx, viewerId } from '@souk/core'
import { z } from 'zod'

/** The input fields in which a caller may only name himself. */
export function callerFieldsOf(input: z.ZodType): string[] {
  if (!(input instanceof z.ZodObject)) return []
  const fields = Object.entries(input.shape as Record<string, z.ZodType>)
  return fields
    .filter(([, field]) => field instanceof z.ZodOptional && callerFields.has(field.unwrap()))
    .map(([name]) => name)
}

/**
 * Who acts comes from the credential; a name in the input is at most a repetition of it.
 * @throws FORBIDDEN when it names somebody else
 */
export function refuseOtherNames(ctx: Ctx, fields: readonly string[], input: unknown): void {
  for (const field of fields) {
    const named = (input as Record<string, unknown>)[field]
    if (named === undefined || named === viewerId(ctx)) continue
    const message = 'must be your own'
    throw new SoukError('FORBIDDEN', `${field} ${message}`, {
      fields: [{ path: [field], message }],
    })
  }
}
