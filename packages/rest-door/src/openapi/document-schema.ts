import { COIN_CODES, type Dialect, documentMarks } from '@souk/contract'
import { z } from 'zod'
import { DIALECTS, type DialectRules } from '../dialects.ts'
import { type End, fieldsOf, inner, nameIn } from '../schema.ts'

/** Gives a contract schema in the words of one dialect. */
export type Translate = (schema: z.ZodType) => z.ZodType

/**
 * Makes the translator of one dialect and one end: fields under the documents' names, moments and
 * coins as the documents write them. It mirrors read-input.ts and write-output.ts, and what those
 * pass on untouched stays untouched here too. The same schema always gives the same translation,
 * so that a name given to it in the document holds wherever it is used.
 */
export function createTranslator(dialect: DialectRules, end: End): Translate {
  const done = new Map<z.ZodType, z.ZodType>()
  function translate(schema: z.ZodType): z.ZodType {
    const known = done.get(schema)
    if (known) return known
    const translated = withMeta(schema, translateOnce(schema, { dialect, end, translate }))
    done.set(schema, translated)
    return translated
  }
  return translate
}

/** Gives the translator of a dialect. */
export type TranslatorOf = (dialect: Dialect) => Translate

/** The translators of one end, each made when it is first asked for. */
export function translators(end: End): TranslatorOf {
  const made = new Map<Dialect, Translate>()
  return (dialect) => {
    const translate = made.get(dialect) ?? createTranslator(DIALECTS[dialect], end)
    made.set(dialect, translate)
    return translate
  }
}

interface Translation {
  readonly dialect: DialectRules
  readonly end: End
  readonly translate: Translate
}

function translateOnce(schema: z.ZodType, translation: Translation): z.ZodType {
  const { dialect, end, translate } = translation
  const { kind, prefix, isNumber } = documentMarks.get(schema) ?? {}
  if (kind === 'file') return FILE
  if (end === 'out' && kind === 'time') return shownTime(dialect)
  if (end === 'out' && prefix !== undefined) return shownId(prefix)
  if (end === 'out' && isNumber) return isNullable(schema) ? z.number().nullable() : z.number()
  if (isCoin(schema)) return coinIn(dialect)
  if (schema instanceof z.ZodPipe) return pipeIn(schema, translation)
  if (schema instanceof z.ZodArray) {
    return schema.clone({ ...schema.def, element: translate(schema.element as z.ZodType) })
  }
  if (schema instanceof z.ZodRecord) {
    return schema.clone({ ...schema.def, valueType: translate(schema.valueType as z.ZodType) })
  }
  if (schema instanceof z.ZodObject) return objectIn(schema, translation)
  return translateWrapper(schema, translation)
}

function translateWrapper(schema: z.ZodType, { end, translate }: Translation): z.ZodType {
  const wrapped = () => translate((schema as z.ZodOptional).unwrap() as z.ZodType)
  if (schema instanceof z.ZodOptional) return wrapped().optional()
  if (schema instanceof z.ZodNullable) return wrapped().nullable()
  if (schema instanceof z.ZodReadonly) return wrapped()
  if (schema instanceof z.ZodDefault) {
    // What has a default may be left out, but is always shown.
    return end === 'out' ? wrapped() : wrapped().default(schema.def.defaultValue as never)
  }
  return schema
}

/** What is shown has no other fields, wherever it stands: so that it is one schema in the document. */
function objectIn(schema: z.ZodType, { dialect, end, translate }: Translation): z.ZodObject {
  const described = describedObject(schema)
  if (described) return translate(described) as z.ZodObject
  const fields = fieldsOf(schema).map(([key, field]) => [
    nameIn(dialect, key, field),
    translate(field),
  ])
  const shape = Object.fromEntries(fields)
  return end === 'out' ? z.strictObject(shape) : z.object(shape)
}

/**
 * What an object was before it was described for the place where it stands. In the document too it is that
 * schema, which may have a name, with other words.
 */
function describedObject({ _zod: { parent, def } }: z.ZodType): z.ZodType | undefined {
  return parent?._zod.def === def ? (parent as z.ZodType) : undefined
}

/** Descriptions and the like, which a new schema does not inherit. */
function withMeta(from: z.ZodType, to: z.ZodType): z.ZodType {
  const { id: _, ...meta } = from.meta() ?? {}
  return to === from || Object.keys(meta).length === 0 ? to : to.meta(meta)
}

/** Bytes, as OpenAPI tells them where they are no JSON. */
const FILE = z.string().meta({ format: 'binary' })

/** A moment only told by its documents' pattern: not all of them write ISO 8601. */
function shownTime(dialect: DialectRules): z.ZodType {
  const example = dialect.time('2026-03-14T09:26:53.000Z')
  const pattern = example.replace(/[.+]/g, '\\$&').replace(/\d/g, '\\d')
  const format = example.endsWith('Z') ? { format: 'date-time' } : { description: 'In UTC.' }
  return z
    .string()
    .regex(new RegExp(`^${pattern}$`))
    .meta({ ...format, examples: [example] })
}

function shownId(prefix: string): z.ZodType {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_\\d+$`))
    .meta({ examples: [`${prefix}_12`] })
}

const isNullable = (schema: z.ZodType) => schema.safeParse(null).success

function isCoin(schema: z.ZodType): schema is z.ZodEnum {
  return schema instanceof z.ZodEnum && String(schema.options) === String(COIN_CODES)
}

const coinIn = (dialect: DialectRules): z.ZodType => z.enum(COIN_CODES.map(dialect.coin))

function pipeIn(schema: z.ZodPipe, { end, translate }: Translation): z.ZodType {
  if (end === 'out') return translate(schema.def.out as z.ZodType)
  return translate(given(schema))
}

/**
 * What may be given to a pipe: what it starts with. But where the value is only cleaned up on the
 * way (trimmed, lowered, read as a number), the rule at its other end says more.
 */
function given(pipe: z.ZodPipe): z.ZodType {
  const start = inner(pipe, 'in')
  const rule = inner(pipe, 'out')
  if (isSameKind(start, rule)) return rule
  if (!(start instanceof z.ZodUnion)) return start
  return z.union(start.options.map((option) => (isSameKind(option, rule) ? rule : option)))
}

function isSameKind(start: z.core.$ZodType, rule: z.core.$ZodType): boolean {
  const kind = kindOf(start)
  return kind !== undefined && kind === kindOf(rule)
}

function kindOf({ _zod: { def } }: z.core.$ZodType): 'string' | 'number' | undefined {
  if (def.type === 'number') return 'number'
  return def.type === 'string' || def.type === 'enum' ? 'string' : undefined
}
