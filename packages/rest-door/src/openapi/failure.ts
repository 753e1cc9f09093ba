import { type Dialect, type ErrorCode, SoukError } from '@souk/contract'
import { z } from 'zod'
import { DIALECTS } from '../dialects.ts'
import { REFUSAL_WORDS } from './refusal-words.ts'

const message = z.string().describe('What is wrong, for people; the words may change.')
const codeOf = (codes: readonly string[]) =>
  z.enum(codes).describe('Which refusal it is, for programs.')

/** The body of a refusal in each dialect. */
const FAILURES: Readonly<Record<Dialect, (codes: readonly string[]) => z.ZodType>> = {
  plain: (codes) => z.object({ message, code: codeOf(codes) }),
  entity: () =>
    z.object({
      status: z.literal('failure'),
      entity: z.null(),
      message,
      success: z.literal(false),
    }),
  data: (codes) =>
    z.object({
      success: z.literal(false),
      error: message,
      code: codeOf(codes),
      details: z
        .record(z.string(), z.string())
        .optional()
        .describe('Field by field, what is wrong with it; only where the input is.'),
    }),
  rooms: () => z.object({ message }),
}

/** More codes than this make too long a name: such a body is written out where it is used. */
const MOST_NAMED = 2

const made = new Map<string, z.ZodType>()

/** The schema of an answer that refuses with one of these codes; what is said often has a name. */
export function failureSchema(dialect: Dialect, codes: readonly ErrorCode[]): z.ZodType {
  const shown = showsCodes(dialect)
    ? [...new Set(codes.map((code) => shownCode(dialect, code)))]
    : []
  const name = `${refusalName(dialect, shown)}Refusal`
  const known = made.get(name)
  if (known) return known
  const body = FAILURES[dialect](shown)
  const schema = shown.length > MOST_NAMED ? body : body.meta({ id: name })
  made.set(name, schema)
  return schema
}

/** Whether a dialect says by a code which refusal it is. */
export const showsCodes = (dialect: Dialect) => dialect === 'plain' || dialect === 'data'

/** `NotFound`, `EntityAuthenticationRequiredOrInvalidToken` */
export function refusalName(dialect: Dialect, codes: readonly string[]): string {
  const prefix = dialect === 'plain' ? '' : pascal(dialect)
  return prefix + codes.map(pascal).join('Or')
}

function pascal(code: string): string {
  return code.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
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
