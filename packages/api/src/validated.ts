import type { z } from 'zod'
import { validationError } from './errors.ts'
import { inPlainWords } from './wording.ts'

/** A value as its schema takes it. @throws VALIDATION_FAILED */
export function validated<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const parsed = schema.safeParse(value, { error: inPlainWords })
  if (!parsed.success) throw validationError(parsed.error, value)
  return parsed.data
}
