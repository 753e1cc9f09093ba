import type { Dialect, ErrorCode } from '@souk/contract'
import type { ZodOpenApiPathsObject, ZodOpenApiResponseObject } from 'zod-openapi'
import { failureExample, failureSchema, shownCode } from './failure.ts'
import { ALWAYS, headers } from './headers.ts'
import type { Operation } from './operations.ts'
import { REFUSAL_WORDS } from './refusal-words.ts'
import { byStatus, refusalsOf } from './refusals.ts'

/** What may always go wrong, on our side. */
const FAULTS: readonly ErrorCode[] = ['INTERNAL_ERROR', 'UNAVAILABLE']

/** The refusals of every operation, on paths of their own: the overlay takes them from there. */
export function refusalPaths(operations: readonly Operation[]): ZodOpenApiPathsObject {
  const refusal = createRefusalResponses()
  const paths: ZodOpenApiPathsObject = {}
  for (const operation of operations) {
    const { rest, dialect } = operation
    const refusals = byStatus([...refusalsOf(operation), ...FAULTS], dialect)
    const responses = Object.fromEntries(
      refusals.map(([status, codes]) => [`${status}`, refusal(rest.dialect, codes)]),
    )
    const path = `/refusals${rest.path}`
    const described = { operationId: refusalsId(operation), responses }
    paths[path] = { ...paths[path], [rest.method.toLowerCase()]: described }
  }
  return paths
}

/** The id under which the refusals of an operation are written. */
export function refusalsId({ id }: Operation): string {
  return `${id}.refusals`
}

/** The response of a dialect that refuses with one of these codes, the same one each time. */
type RefusalResponses = (dialect: Dialect, codes: readonly ErrorCode[]) => ZodOpenApiResponseObject

/** More codes than this make too long a name: such a response is written out where it is used. */
const MOST_NAMED = 2

/** Makes refusals, each of which stands in the document once and is referred to. */
function createRefusalResponses(): RefusalResponses {
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
