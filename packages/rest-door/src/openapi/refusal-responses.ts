import type { Dialect, ErrorCode } from '@souk/contract'
import type { ZodOpenApiPathsObject, ZodOpenApiResponseObject } from 'zod-openapi'
import { failureSchema, refusalName, shownCode, showsCodes } from './failure.ts'
import { ALWAYS, headers } from './headers.ts'
import type { Operation } from './operations.ts'
import type { Recorded, RecordedRefusals } from './recorded.ts'
import { examplesOf } from './recorded-examples.ts'
import { REFUSAL_WORDS } from './refusal-words.ts'
import { byStatus, refusalsOf } from './refusals.ts'

/** What may always go wrong, on our side. */
const FAULTS: readonly ErrorCode[] = ['INTERNAL_ERROR', 'UNAVAILABLE']

/** The refusals of every operation, on paths of their own: the overlay takes them from there. */
export function refusalPaths(
  operations: readonly Operation[],
  recorded: Recorded,
): ZodOpenApiPathsObject {
  const refusal = createRefusalResponses()
  const paths: ZodOpenApiPathsObject = {}
  for (const operation of operations) {
    const { id, rest, dialect } = operation
    const own = recorded.operations[id]?.refusals ?? {}
    const common = recorded.refusals[rest.dialect] ?? {}
    const refusals = byStatus([...refusalsOf(operation), ...FAULTS], dialect)
    const responses = Object.fromEntries(
      refusals.map(([status, codes]) => [
        `${status}`,
        refusal(rest.dialect, codes, { own: only(own, codes), common: only(common, codes) }),
      ]),
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

/** What was recorded of some codes at an operation: what it says of its own, and what all say. */
interface Said {
  readonly own: RecordedRefusals
  readonly common: RecordedRefusals
}

const only = (refusals: RecordedRefusals, codes: readonly ErrorCode[]): RecordedRefusals =>
  Object.fromEntries(codes.flatMap((code) => (refusals[code] ? [[code, refusals[code]]] : [])))

/** The response of a dialect that refuses with one of these codes. */
type RefusalResponses = (
  dialect: Dialect,
  codes: readonly ErrorCode[],
  said: Said,
) => ZodOpenApiResponseObject

/** More codes than this make too long a name: such a response is written out where it is used. */
const MOST_NAMED = 2

/** Makes refusals. What any operation may say stands in the document once and is referred to. */
function createRefusalResponses(): RefusalResponses {
  const made = new Map<string, ZodOpenApiResponseObject>()
  return (dialect, codes, { own, common }) => {
    if (Object.keys(own).length > 0) return refusalResponse(dialect, codes, { ...common, ...own })
    const id = refusalName(dialect, codes)
    const known = made.get(id)
    if (known) return known
    const response = refusalResponse(dialect, codes, common)
    if (codes.length <= MOST_NAMED) response.id = id
    made.set(id, response)
    return response
  }
}

function refusalResponse(
  dialect: Dialect,
  codes: readonly ErrorCode[],
  said: RecordedRefusals,
): ZodOpenApiResponseObject {
  const has = (...some: ErrorCode[]) => some.some((code) => codes.includes(code))
  const examples = codes.flatMap((code) => {
    const refusal = said[code]
    return refusal ? [{ key: code, summary: refusal.summary, value: refusal.answer }] : []
  })
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
        ...examplesOf(examples),
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
