import type { Example } from '@souk/contract/examples'
import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiRequestBodyObject } from 'zod-openapi'
import { fieldsOf, inner, nameIn } from '../schema.ts'
import type { Translate } from './document-schema.ts'
import type { Operation } from './operations.ts'

export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Any value of your own, new for each thing you want done. Sent again with the same request within 24 hours, it gives the first answer again instead of doing the work twice.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
} as const

/** What an operation takes: from its path, and from its query or its body. */
export function requestOf(
  operation: Operation,
  given: Translate,
  exampleOf: (operation: Operation) => Example | undefined,
): Pick<ZodOpenApiOperationObject, 'parameters' | 'requestParams' | 'requestBody'> {
  const { procedure, takesQuery, takesBody, withBody } = operation
  const { inPath, others } = fieldsGiven(operation, given)
  const example = exampleOf(operation)
  const query = takesBody ? others.map(optional) : others
  const body = takesQuery ? others.map(optional) : others
  return {
    requestParams: {
      ...(inPath.length > 0 && { path: objectOf(inPath.map((field) => showing(field, example))) }),
      ...(takesQuery && others.length > 0 && { query: objectOf(query) }),
    },
    ...((procedure.kind === 'mutation' || withBody) && {
      parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
    }),
    ...(takesBody && others.length > 0 && { requestBody: bodyOf(body, example) }),
    ...(withBody && optionalBody(requestOf(withBody, given, exampleOf))),
  }
}

/** A field that may be left out here, because it may be sent elsewhere. */
const optional = (field: GivenField) => ({ ...field, schema: field.schema.optional() })

/** The body of a request that may also come without. */
function optionalBody({ requestBody }: Pick<ZodOpenApiOperationObject, 'requestBody'>) {
  return requestBody && { requestBody: { ...requestBody, required: false } }
}

interface GivenField {
  readonly key: string
  readonly name: string
  readonly schema: z.ZodType
}

/** The fields of an operation's input: those in its path, and the others. */
function fieldsGiven({ procedure, rest, dialect }: Operation, given: Translate) {
  const fields = fieldsOf(inner(procedure.input, 'in')).map(([key, field]): GivenField => {
    return { key, name: nameIn(dialect, key, field), schema: given(field) }
  })
  const isInPath = ({ name }: GivenField) => rest.path.includes(`{${name}}`)
  return {
    inPath: fields.filter(isInPath),
    others: fields.filter((field) => !isInPath(field)),
  }
}

/** A path's parameter with the example's value. */
function showing(field: GivenField, example: Example | undefined): GivenField {
  const value = example && valuesOf(example).get(field.key)
  if (value === undefined) return field
  return {
    ...field,
    schema: field.schema.meta({ ...field.schema.meta(), param: { example: value } }),
  }
}

function valuesOf({ input }: Example): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(input as object))
}

function objectOf(fields: readonly GivenField[]): z.ZodObject {
  return z.object(Object.fromEntries(fields.map(({ name, schema }) => [name, schema])))
}

function bodyOf(
  fields: readonly GivenField[],
  example: Example | undefined,
): ZodOpenApiRequestBodyObject {
  const shown = example && inDocument(fields, example)
  return {
    required: fields.some(({ schema }) => !schema.safeParse(undefined).success),
    content: {
      'application/json': { schema: objectOf(fields), ...(shown && { example: shown }) },
    },
  }
}

/** An example's input under the document's names, as far as the body carries it. */
function inDocument(fields: readonly GivenField[], example: Example): Record<string, unknown> {
  const values = valuesOf(example)
  const shown = fields.filter(({ key }) => values.has(key))
  return Object.fromEntries(shown.map(({ key, name }) => [name, values.get(key)]))
}
