/** One operation as a document shows it, with the document's own examples. */
export interface DocumentedOperation {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly request?: unknown
  readonly response: unknown
}

/** The parts of an OpenAPI document that are looked at here. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly requestBody?: Body
  readonly responses: Readonly<Record<string, Body | undefined>>
}

interface Body {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

/**
 * What of a documented operation an OpenAPI document no longer promises: the path and method, the
 * status of success, and each field of the examples, taken or always given, with its type.
 */
export function broken(openApi: OpenApi, documented: DocumentedOperation): string[] {
  const { method, path, status, request, response } = documented
  const operation = operationAt(openApi, method, path)
  if (!operation) return ['is gone']
  const success = operation.responses[status]
  if (!success) return [`no longer answers ${status}`]
  const taken =
    request === undefined ? [] : lacks(openApi, schemaOf(operation.requestBody), request)
  const given = lacks(openApi, schemaOf(success), response, { always: true })
  return [...taken.map((field) => `takes ${field}`), ...given.map((field) => `gives ${field}`)]
}

/** Parameters may be called differently: `/trades/{id}` is also `/trades/{trade_id}`. */
function operationAt({ paths }: OpenApi, method: string, path: string): Operation | undefined {
  const unnamed = (template: string) => template.replace(/\{\w+\}/g, '{}')
  const found = Object.entries(paths).find(([template]) => unnamed(template) === unnamed(path))
  return found?.[1][method.toLowerCase()]
}

const schemaOf = (body: Body | undefined): Schema | undefined =>
  body?.content?.['application/json']?.schema

/** The fields of an example that a schema does not have. */
function lacks(
  openApi: OpenApi,
  schema: Schema | undefined,
  example: unknown,
  { always = false, at = 'the body' } = {},
): string[] {
  const options = alternatives(openApi, schema).filter((option) => fits(option, example))
  const found = options.map((option) => lacksOf(openApi, option, example, { always, at }))
  const [fewest] = found.sort((a, b) => a.length - b.length)
  return fewest ?? [`no ${typeOf(example)} as ${at}`]
}

function lacksOf(
  openApi: OpenApi,
  option: Schema,
  example: unknown,
  { always, at }: { always: boolean; at: string },
): string[] {
  if (Array.isArray(example)) {
    return example.flatMap((item) => lacks(openApi, option.items, item, { always, at: `${at}[]` }))
  }
  if (typeof example !== 'object' || example === null) return []
  return Object.entries(example).flatMap(([name, value]) => {
    const field = `${at}.${name}`
    if (always && !option.required?.includes(name)) return [`${field} not always`]
    return lacks(openApi, option.properties?.[name], value, { always, at: field })
  })
}

function alternatives(openApi: OpenApi, schema: Schema | undefined): Schema[] {
  if (!schema) return []
  if (schema.$ref) return alternatives(openApi, followed(openApi, schema.$ref))
  const choice = schema.anyOf ?? schema.oneOf
  return choice ? choice.flatMap((one) => alternatives(openApi, one)) : [schema]
}

function followed(openApi: OpenApi, ref: string): Schema {
  const keys = ref.slice(2).split('/')
  return keys.reduce<unknown>(
    (part, key) => (part as Record<string, unknown>)[key],
    openApi,
  ) as Schema
}

/** Whether a value is of the schema's type; a sentence that is fixed must be the document's. */
function fits(schema: Schema, value: unknown): boolean {
  const type = typeOf(value)
  const types = [schema.type ?? type].flat()
  if (!types.includes(type) && !(type === 'number' && types.includes('integer'))) return false
  return schema.const === undefined || schema.const === value || isRedacted(schema)
}

/** Souk never shows what the documents show of passwords (docs/deviations.md). */
const isRedacted = (schema: Schema) => schema.const === '[redacted]'

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
