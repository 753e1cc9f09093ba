import type { Dialect, ErrorCode } from '@souk/contract'
import type { ZodOpenApiResponseObject } from 'zod-openapi'
import { failureExample, failureSchema, shownCode } from './failure.ts'
import { ALWAYS, headers } from './headers.ts'
import { REFUSAL_WORDS } from './refusal-words.ts'

/** The response of a dialect that refuses with one of these codes, the same one each time. */
export type RefusalResponses = (
  dialect: Dialect,
  codes: readonly ErrorCode[],
) => ZodOpenApiResponseObject

/** More codes than this make too long a name: such a response is written out where it is used. */
const MOST_NAMED = 2

/** Makes refusals, each of which stands in the document once and is referred to. */
export function createRefusalResponses(): RefusalResponses {
  const made = new Map<string, ZodOpenApiResponseObject>()
  return (dialect, codes) => {
    const id = nameOf(dialect, codes)
    const known = made.get(id)
    if (known) return known
    const response = refusalResponse(dialect, codes)
    if (codes.length <= MOST_NAMED) response.id = id
    made.set(id, response)
    return response
  }
}

function refusalResponse(dialect: Dialect, codes: readonly ErrorCode[]): ZodOpenApiResponseObject {
  const has = (...some: ErrorCode[]) => some.some((code) => codes.includes(code))
  const examples = codes.map((code) => [code, { value: failureExample(dialect, code) }])
  return {
    description: describe(dialect, codes),
    headers: headers(
      ...ALWAYS,
      has('AUTHENTICATION_REQUIRED', 'INVALID_TOKEN') && 'WWW-Authenticate',
      has('RATE_LIMITED', 'UNAVAILABLE') && 'Retry-After',
    ),
    content: {
      'application/json': {
        schema: failureSchema(dialect, codes),
        examples: Object.fromEntries(examples),
      },
    },
  }
}

function describe(dialect: Dialect, codes: readonly ErrorCode[]): string {
  const lines = codes.map((code) => {
    const { means } = REFUSAL_WORDS[code]
    return showsCodes(dialect) ? `\`${shownCode(dialect, code)}\`: ${means}` : means
  })
  return lines.length === 1 ? lines.join('') : lines.map((line) => `- ${line}`).join('\n')
}

const showsCodes = (dialect: Dialect) => dialect === 'plain' || dialect === 'data'

/** `NotFound`, `EntityAuthenticationRequiredOrInvalidToken` */
function nameOf(dialect: Dialect, codes: readonly ErrorCode[]): string {
  const prefix = dialect === 'plain' ? '' : pascal(dialect)
  return prefix + codes.map(pascal).join('Or')
}

function pascal(code: string): string {
  return code.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}
