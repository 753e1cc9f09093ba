import type { z } from 'zod'
import type { CompiledRoute } from '../route.ts'
import { fieldsOf, inner, nameIn } from '../schema.ts'
import type { Translate } from './document-schema.ts'

/** A field of a request. */
export interface GivenField {
  /** In the contract's words. */
  readonly key: string
  /** In the document's words, like the schema. */
  readonly name: string
  readonly schema: z.ZodType
}

/** All fields of a request, by where they are sent. */
export interface GivenFields {
  readonly path: readonly GivenField[]
  readonly query: readonly GivenField[]
  readonly body: readonly GivenField[]
}

/** What a route takes. What it takes from either of query and body may be left out of each. */
export function givenFields(
  { procedure, rest, dialect, takesQuery, takesBody }: CompiledRoute,
  translate: Translate,
): GivenFields {
  const fields = fieldsOf(inner(procedure.input, 'in')).map(([key, field]): GivenField => {
    return { key, name: nameIn(dialect, key, field), schema: translate(field) }
  })
  const isInPath = ({ name }: GivenField) => rest.path.includes(`{${name}}`)
  const others = fields.filter((field) => !isInPath(field))
  const sent = takesQuery && takesBody ? others.map(optional) : others
  return {
    path: fields.filter(isInPath),
    query: takesQuery ? sent : [],
    body: takesBody ? sent : [],
  }
}

const optional = (field: GivenField) => ({ ...field, schema: field.schema.optional() })
