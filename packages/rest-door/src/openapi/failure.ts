import { type Dialect, type ErrorCode, SoukError } from '@souk/contract'
import { z } from 'zod'
import { DIALECTS } from '../dialects.ts'
import { REFUSAL_WORDS } from './refusal-words.ts'

/** The body of a refusal in each dialect. */
const FAILURES: Readonly<Record<Dialect, (codes: readonly string[]) => z.ZodType>> = {
  plain: (codes) => z.object({ message: z.string(), code: z.enum(codes) }),
  entity: () =>
    z.object({
      status: z.literal('failure'),
      entity: z.null(),
      message: z.string(),
      success: z.literal(false),
    }),
  data: (codes) =>
    z.object({
      success: z.literal(false),
      error: z.string(),
      code: z.enum(codes),
      details: z.record(z.string(), z.string()).optional(),
    }),
  rooms: () => z.object({ message: z.string() }),
}

/** The schema of an answer that refuses with one of these codes. */
export function failureSchema(dialect: Dialect, codes: readonly ErrorCode[]): z.ZodType {
  return FAILURES[dialect]([...new Set(codes.map((code) => shownCode(dialect, code)))])
}

/** A refusal as a client may get it, written by the dialect itself. */
export function failureExample(dialect: Dialect, code: ErrorCode): unknown {
  const error = new SoukError(code, REFUSAL_WORDS[code].example)
  const fields = code === 'VALIDATION_FAILED' ? [{ path: ['field'], message: 'is required' }] : []
  return DIALECTS[dialect].failure(error, fields)
}

/** What a dialect calls a code, where it shows codes; else the code itself. */
export function shownCode(dialect: Dialect, code: ErrorCode): string {
  const body = failureExample(dialect, code)
  const hasCode = typeof body === 'object' && body !== null && 'code' in body
  return hasCode && typeof body.code === 'string' ? body.code : code
}
