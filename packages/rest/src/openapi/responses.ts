import type { Example } from '@souk/contract/examples'
import { z } from 'zod'
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import { isPage } from '../schema.ts'
import type { Translate } from './document-schema.ts'
import { ALWAYS, headers } from './headers.ts'
import type { Operation } from './operations.ts'
import type { RefusalResponses } from './refusal-responses.ts'
import { byStatus, refusalsOf } from './refusals.ts'
import { successSchema } from './success.ts'

/** Everything an operation can answer. */
export function responsesOf(
  operation: Operation,
  shown: Translate,
  refusal: RefusalResponses,
  example: Example | undefined,
): ZodOpenApiResponsesObject {
  const { rest, dialect } = operation
  const refusals = byStatus(refusalsOf(operation), dialect)
  return {
    [`${rest.status ?? 200}`]: successResponse(operation, shown, example),
    ...Object.fromEntries(
      refusals.map(([status, codes]) => [`${status}`, refusal(rest.dialect, codes)]),
    ),
    '5XX': refusal(rest.dialect, ['INTERNAL_ERROR', 'UNAVAILABLE']),
  }
}

function successResponse(
  operation: Operation,
  shown: Translate,
  example: Example | undefined,
): ZodOpenApiResponseObject {
  const { procedure, rest, view, respond, withBody } = operation
  const isPaged = isPage(view)
  const schema = bodyOf(operation, shown)
  return {
    description: typeof rest.message === 'string' ? rest.message : 'Success',
    headers: headers(
      ...ALWAYS,
      isPaged && 'Link',
      isPaged && 'X-Total-Count',
      procedure.session !== undefined && 'Set-Cookie',
      rest.location !== undefined && 'Location',
      (procedure.kind === 'mutation' || withBody !== undefined) && 'Idempotent-Replayed',
    ),
    content: {
      'application/json': {
        schema: withBody ? z.union([schema, bodyOf(withBody, shown)]) : schema,
        ...(example && { example: respond(example.output).body }),
      },
    },
  }
}

/** The body of a success. */
function bodyOf({ rest, view, dialect }: Operation, shown: Translate): z.ZodType {
  const isPaged = isPage(view)
  return successSchema(dialect, rest, shown(isPaged ? view.shape.items : view), isPaged)
}
