import { initTRPC } from '@trpc/server'
import type { OpenApiMeta } from 'trpc-to-openapi'
import { z } from 'zod'
import { besideEntries, isPage } from '../schema.ts'
import type { TranslatorOf } from './document-schema.ts'
import type { GivenField } from './given-fields.ts'
import { introduce } from './introduction.ts'
import type { Operation } from './operations.ts'
import { successSchema } from './success.ts'
import type { DocumentWords } from './words.ts'

/** How a request carries what is not in its path. */
export type Carrier = 'query' | 'body'

const t = initTRPC.meta<OpenApiMeta>().create()

/**
 * A tRPC router for trpc-to-openapi to describe, never to be called: one procedure for each REST
 * path, in the document's words. To that generator a GET has a query and a POST a body; whatever
 * else an operation takes is described by a second procedure on a path of its own.
 */
export function createDescribedRouter(
  operations: readonly Operation[],
  words: DocumentWords,
  shown: TranslatorOf,
) {
  const procedures = operations.flatMap((operation) => {
    const introduction = introduce(operation, words)
    const answer = answerOf(operation, shown)
    return carriersTaken(operation).map((carrier) => {
      const openapi = { ...introduction, ...placeOf(operation, carrier) }
      const procedure = t.procedure
        .meta({ openapi })
        .input(inputOf(operation, carrier))
        .output(answer)
        .query(neverCalled)
      return [openapi.operationId, procedure] as const
    })
  })
  return t.router(Object.fromEntries(procedures))
}

/** The id under which an operation is described, as far as this carrier goes. */
export function describedId({ id, rest: { method } }: Operation, carrier: Carrier): string {
  const own = method === 'GET' || method === 'DELETE' ? 'query' : 'body'
  return carrier === own ? id : `${id}.${carrier}`
}

function carriersTaken({ takesQuery, takesBody, withBody }: Operation): Carrier[] {
  const carriers = [takesQuery && 'query', (takesBody || withBody) && 'body'] as const
  return carriers.filter((carrier) => carrier === 'query' || carrier === 'body')
}

function placeOf(operation: Operation, carrier: Carrier) {
  const { id, rest, takesFile } = operation
  const operationId = describedId(operation, carrier)
  const isOwn = operationId === id
  return {
    operationId,
    method: isOwn ? rest.method : METHODS[carrier],
    path: isOwn ? rest.path : (`/${operationId}${rest.path}` as const),
    successDescription: typeof rest.message === 'string' ? rest.message : 'Success',
    errorResponses: [],
    protect: false,
    ...(takesFile && { contentTypes: ['multipart/form-data'] }),
  }
}

const METHODS = { query: 'GET', body: 'POST' } as const

/** An object, which may be missing where nothing is required but what is in the path. */
function inputOf({ given }: Operation, carrier: Carrier): z.ZodType {
  const sent = carrier === 'query' ? given.query.map(asParameter) : given.body
  const fields = [...given.path.map(asParameter), ...sent]
  if (fields.length === 0) return z.void()
  const input = z.object(Object.fromEntries(fields.map(({ name, schema }) => [name, schema])))
  return sent.some(({ schema }) => !schema.safeParse(undefined).success) ? input : input.optional()
}

/**
 * The generator takes parameters apart: it refuses a union with a number in it, and from what is
 * optional it drops the description. A pipe it leaves as it is.
 */
function asParameter(field: GivenField): GivenField {
  return { ...field, schema: field.schema.pipe(z.unknown()) }
}

/** The body of a success; of either success, where a body makes another operation of a GET. */
function answerOf(operation: Operation, shown: TranslatorOf): z.ZodType {
  const { rest, view, dialect, withBody } = operation
  const isPaged = isPage(view)
  const content = shown(rest.dialect)(isPaged ? view.shape.items : view)
  const list = successSchema(dialect, rest, content, isPaged)
  const beside = isPaged ? besideEntries(view).shape : {}
  const answer = Object.keys(beside).length > 0 ? (list as z.ZodObject).safeExtend(beside) : list
  return withBody ? z.union([answer, answerOf(withBody, shown)]) : answer
}

function neverCalled(): never {
  throw new Error('This router only describes')
}
