import { z } from 'zod'
import type { DialectRules } from './dialects.ts'
import { fieldsOf, inner, marksOf, nameIn } from './schema.ts'

/** Turns a resource into a document's body. */
export type Writer = (value: unknown) => unknown

/**
 * Compiles the writer of a view: it shows the fields of the schema and no others, under the
 * document's names, with moments, coins and amounts as the document writes them. A view of nothing,
 * `z.null()`, shows nothing of any result.
 */
export function compileWriter(view: z.ZodType, dialect: DialectRules): Writer {
  const write = writerOf(view, dialect)
  return (value) => (value === null || value === undefined ? null : write(value))
}

function writerOf(view: z.ZodType, dialect: DialectRules): Writer {
  const { kind, decimals, prefix, isNumber } = marksOf(view, 'out')
  if (prefix !== undefined) return (value) => `${prefix}_${value}`
  if (isNumber) return Number
  if (kind === 'time') return (value) => dialect.time(value as string)
  if (kind === 'coin') return (value) => dialect.coin(value as string)
  if (kind === 'file' || kind === 'json') return (value) => value
  if (decimals !== undefined) return (value) => withDecimals(value as string, decimals)
  const schema = inner(view, 'out')
  if (schema instanceof z.ZodNull) return () => null
  if (schema instanceof z.ZodArray) return listWriter(schema, dialect)
  if (schema instanceof z.ZodRecord) return recordWriter(schema, dialect)
  if (schema instanceof z.ZodObject) return objectWriter(schema, dialect)
  if (isLeaf(schema)) return (value) => value
  throw new Error(`REST cannot show a ${schema.def.type} yet`)
}

/** `1.5` → `1.50000`; what has as many decimals or more stays as it is. */
function withDecimals(amount: string, decimals: number): string {
  const [whole, fraction = ''] = amount.split('.', 2)
  return `${whole}.${fraction.padEnd(decimals, '0')}`
}

/** What holds no fields to be renamed or kept back; the rest is refused at start, not let through. */
function isLeaf(schema: z.ZodType): boolean {
  if (!(schema instanceof z.ZodUnion)) return LEAVES.has(schema.def.type)
  return (schema.options as z.ZodType[]).every((option) => {
    const isMarked = Object.keys(marksOf(option, 'out')).length > 0
    return !isMarked && isLeaf(inner(option, 'out'))
  })
}

const LEAVES: ReadonlySet<string> = new Set([
  'string',
  'number',
  'boolean',
  'enum',
  'literal',
  'null',
  'never',
])

function listWriter(schema: z.ZodArray, dialect: DialectRules): Writer {
  const writeItem = compileWriter(schema.element as z.ZodType, dialect)
  return (value) => (value as unknown[]).map(writeItem)
}

/** The keys of a record are data, which no dialect renames. */
function recordWriter(schema: z.ZodRecord, dialect: DialectRules): Writer {
  const writeValue = compileWriter(schema.valueType as z.ZodType, dialect)
  return (value) =>
    Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, writeValue(one)]))
}

function objectWriter(schema: z.ZodType, dialect: DialectRules): Writer {
  const fields = fieldsOf(schema).map(([key, field]) => ({
    key,
    name: nameIn(dialect, key, field),
    write: compileWriter(field, dialect),
    fallback: field instanceof z.ZodDefault ? field.def.defaultValue : undefined,
    omits: omitterOf(field),
  }))
  return (value) => {
    const shown: Record<string, unknown> = {}
    for (const { key, name, write, fallback, omits } of fields) {
      const given = (value as Record<string, unknown>)[key]
      if (omits(given)) continue
      shown[name] = given === undefined && fallback !== undefined ? fallback : write(given)
    }
    return shown
  }
}

/** Whether a value is one that its document leaves out. */
function omitterOf(field: z.ZodType): (value: unknown) => boolean {
  if (!(field instanceof z.ZodOptional)) return () => false
  const { isLeftOut = () => false } = marksOf(field, 'out')
  return (value) => value === undefined || isLeftOut(value)
}
