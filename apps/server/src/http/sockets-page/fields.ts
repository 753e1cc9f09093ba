/** One field of a message, or what those after it have in common. */
export interface Field {
  /** From the message on: `result.data.id`, `fields[].message`. */
  readonly path: string
  readonly type: string
  readonly isOptional: boolean
  readonly description: string | undefined
}

/** As much of JSON Schema as the document uses. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly description?: string
  readonly maxLength?: number
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

/** Every field of a payload, those of objects in it included. */
export function fieldsOf(payload: object): Field[] {
  const scalars = optionsOf(payload as Schema).filter(({ properties }) => !properties)
  const alone = scalars.map((schema) => whole(wordOf(schema)))
  return [...alone, ...inner(payload as Schema, '')]
}

const whole = (type: string): Field => ({
  path: 'the message',
  type,
  isOptional: false,
  description: undefined,
})

function inner(schema: Schema, path: string): Field[] {
  const objects = objectsIn(schema)
  if (objects.length > 1) {
    return objects.flatMap((object) => [variant(object, path), ...propertiesOf(object, path)])
  }
  return objects.flatMap((object) => propertiesOf(object, path))
}

function propertiesOf({ properties = {}, required = [] }: Schema, path: string): Field[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const at = path ? `${path}.${name}` : name
    const list = optionsOf(schema).find(({ items }) => items)
    const field = {
      path: at,
      type: typeOf(schema),
      isOptional: !required.includes(name),
      description: descriptionOf(schema),
    }
    return [field, ...(list?.items ? inner(list.items, `${at}[]`) : inner(schema, at))]
  })
}

/** Of several objects that a field may be: which one is described next. */
function variant({ properties = {} }: Schema, path: string): Field {
  const told = Object.entries(properties).find(([, value]) => isTelling(value))
  const type = told ? `where \`${told[0]}\` is ${typeOf(told[1])}` : 'or'
  return { ...whole(type), ...(path && { path }) }
}

const isTelling = ({ const: one, enum: some }: Schema) => one !== undefined || some !== undefined

/** What stands beside fields of an object only narrows them, as their descriptions say. */
const optionsOf = (schema: Schema): readonly Schema[] => {
  const options = schema.properties ? undefined : alternativesOf(schema)
  return options ? options.flatMap(optionsOf) : [schema]
}

const alternativesOf = ({ anyOf, oneOf }: Schema) => anyOf ?? oneOf

/** Of a field that may be null, too, the description is within. */
function descriptionOf(schema: Schema): string | undefined {
  if (schema.description) return schema.description
  const described = alternativesOf(schema)?.map(descriptionOf).filter(Boolean) ?? []
  return new Set(described).size === 1 ? described[0] : undefined
}

const objectsIn = (schema: Schema) => optionsOf(schema).filter(({ properties }) => properties)

/** In words: `"open" or "closed"`, `text, date-time`, `list of numbers`. */
export function typeOf(schema: object): string {
  const words = optionsOf(schema as Schema).map(wordOf)
  return [...new Set(words)].join(' or ')
}

const WORDS: Readonly<Record<string, string>> = {
  integer: 'whole number',
  string: 'text',
  boolean: 'yes or no',
}

function wordOf(schema: Schema): string {
  const { type = 'anything', const: one, enum: some, format, maxLength, items } = schema
  if (one !== undefined) return `\`${JSON.stringify(one)}\``
  if (some) return some.map((value) => `\`${JSON.stringify(value)}\``).join(' or ')
  if (items) return `list of ${typeOf(items)}`
  const word = [type]
    .flat()
    .map((name) => WORDS[name] ?? name)
    .join(' or ')
  if (format) return `${word} (${format})`
  return maxLength === undefined ? word : `${word} of up to ${maxLength} characters`
}
