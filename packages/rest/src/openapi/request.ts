import type { Procedure } from '@souk/contract'
import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiRequestBodyObject } from 'zod-openapi'
import { DIALECTS } from '../dialects.ts'
import { fieldsOf, inner, nameIn } from '../schema.ts'
import type { Translate } from './document-schema.ts'
import type { Operation } from './operations.ts'
import type { Example } from './words.ts'

export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Any value of your own, new for each thing you want done. Sent again with the same request within 24 hours, it gives the first answer again instead of doing the work twice.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
} as const

/** What an operation takes: from its path, and from its query or its body. */
export function requestOf(
  { procedure, rest }: Operation,
  given: Translate,
  example: Example | undefined,
): Pick<ZodOpenApiOperationObject, 'parameters' | 'requestParams' | 'requestBody'> {
  const fields = fieldsGiven(procedure, rest.dialect, given)
  const inPath = fields.filter(({ name }) => rest.path.includes(`{${name}}`))
  const others = fields.filter((field) => !inPath.includes(field))
  const isGet = rest.method === 'GET'
  return {
    requestParams: {
      ...(inPath.length > 0 && { path: objectOf(inPath.map((field) => showing(field, example))) }),
      ...(isGet && others.length > 0 && { query: objectOf(others) }),
    },
    ...(procedure.kind === 'mutation' && {
      parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
    }),
    ...(!isGet && others.length > 0 && { requestBody: bodyOf(others, example) }),
  }
}

interface GivenField {
  readonly key: string
  readonly name: string
  readonly schema: z.ZodType
}

function fieldsGiven(
  { input }: Procedure,
  dialect: keyof typeof DIALECTS,
  given: Translate,
): GivenField[] {
  return fieldsOf(inner(input, 'in')).map(([key, field]) => ({
    key,
    name: nameIn(DIALECTS[dialect], key, field),
    schema: given(field),
  }))
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
