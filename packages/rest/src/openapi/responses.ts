import type { Dialect, ErrorCode, Procedure, RestRoute } from '@souk/contract'
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import { DIALECTS } from '../dialects.ts'
import { isPage } from '../schema.ts'
import type { Translate } from './document-schema.ts'
import { failureExample, failureSchema, shownCode } from './failure.ts'
import { headers } from './headers.ts'
import type { Operation } from './operations.ts'
import { REFUSAL_WORDS } from './refusal-words.ts'
import { byStatus, refusalsOf } from './refusals.ts'
import { successSchema } from './success.ts'
import type { Example } from './words.ts'

/** Everything an operation can answer. */
export function responsesOf(
  operation: Operation,
  shown: Translate,
  refusal: RefusalResponses,
  example: Example | undefined,
): ZodOpenApiResponsesObject {
  const { procedure, rest } = operation
  const refusals = byStatus(refusalsOf(procedure, rest), DIALECTS[rest.dialect])
  return {
    [status(rest.status ?? 200)]: successResponse(operation, shown, example),
    ...Object.fromEntries(
      refusals.map(([code, codes]) => [status(code), refusal(rest.dialect, codes)]),
    ),
    '5XX': refusal(rest.dialect, ['INTERNAL_ERROR', 'UNAVAILABLE']),
  }
}

const status = (code: number) => `${code}` as `2${string}`

function successResponse(
  { procedure, rest, respond }: Operation,
  shown: Translate,
  example: Example | undefined,
): ZodOpenApiResponseObject {
  const view = shownOf(procedure, rest)
  return {
    description: rest.message ?? 'Success',
    headers: headers(
      'X-Request-Id',
      isPage(view) && 'Link',
      isPage(view) && 'X-Total-Count',
      rest.cookie !== undefined && 'Set-Cookie',
      procedure.kind === 'mutation' && 'Idempotent-Replayed',
    ),
    content: {
      'application/json': {
        schema: successSchema(
          DIALECTS[rest.dialect],
          rest,
          shown(isPage(view) ? view.shape.items : view),
          isPage(view),
        ),
        ...(example && { example: respond(example.output).body }),
      },
    },
  }
}

/** What of a procedure's result a route shows. */
export function shownOf(procedure: Procedure, rest: RestRoute) {
  return rest.view ?? procedure.output
}

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
      'X-Request-Id',
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
