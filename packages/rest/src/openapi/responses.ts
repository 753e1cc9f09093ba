import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import { DIALECTS } from '../dialects.ts'
import { isPage } from '../schema.ts'
import type { Translate } from './document-schema.ts'
import { ALWAYS, headers } from './headers.ts'
import type { Operation } from './operations.ts'
import type { RefusalResponses } from './refusal-responses.ts'
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
    [`${rest.status ?? 200}`]: successResponse(operation, shown, example),
    ...Object.fromEntries(
      refusals.map(([status, codes]) => [`${status}`, refusal(rest.dialect, codes)]),
    ),
    '5XX': refusal(rest.dialect, ['INTERNAL_ERROR', 'UNAVAILABLE']),
  }
}

function successResponse(
  { procedure, rest, view, respond }: Operation,
  shown: Translate,
  example: Example | undefined,
): ZodOpenApiResponseObject {
  const isPaged = isPage(view)
  return {
    description: rest.message ?? 'Success',
    headers: headers(
      ...ALWAYS,
      isPaged && 'Link',
      isPaged && 'X-Total-Count',
      procedure.session !== undefined && 'Set-Cookie',
      procedure.kind === 'mutation' && 'Idempotent-Replayed',
    ),
    content: {
      'application/json': {
        schema: successSchema(
          DIALECTS[rest.dialect],
          rest,
          shown(isPaged ? view.shape.items : view),
          isPaged,
        ),
        ...(example && { example: respond(example.output).body }),
      },
    },
  }
}
