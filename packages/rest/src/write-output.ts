import { documentMarks } from '@souk/contract'
import { z } from 'zod'
import type { DialectRules } from './dialects.ts'
import { fieldsOf, inner, nameIn } from './schema.ts'

/** Turns a resource into a document's body. */
export type Writer = (value: unknown) => unknown

/**
 * Compiles the writer of a view: it shows the fields of the schema and no others, under the
 * document's names, with moments and coins as the document writes them.
 */
export function compileWriter(view: z.ZodType, dialect: DialectRules): Writer {
  const schema = inner(view, 'out')
  const write = writerOf(schema, dialect)
  return (value) => (value === null || value === undefined ? null : write(value))
}

function writerOf(schema: z.ZodType, dialect: DialectRules): Writer {
  const kind = documentMarks.get(schema)?.kind
  if (kind === 'time') return (value) => dialect.time(value as string)
  if (kind === 'coin') return (value) => dialect.coin(value as string)
  if (schema instanceof z.ZodArray) return listWriter(schema, dialect)
  if (schema instanceof z.ZodObject) return objectWriter(schema, dialect)
  if (LEAVES.has(schema.def.type)) return (value) => value
  throw new Error(`REST cannot show a ${schema.def.type} yet`)
}

/** What holds no fields to be renamed or kept back; the rest is refused at start, not let through. */
const LEAVES: ReadonlySet<string> = new Set([
  'string',
  'number',
  'boolean',
  'enum',
  'literal',
  'null',
])

function listWriter(schema: z.ZodArray, dialect: DialectRules): Writer {
  const writeItem = compileWriter(schema.element as z.ZodType, dialect)
  return (value) => (value as unknown[]).map(writeItem)
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

const ZERO = /^0(\.0*)?$/

/** Whether a value is one that its document leaves out. */
function omitterOf(field: z.ZodType): (value: unknown) => boolean {
  if (!(field instanceof z.ZodOptional)) return () => false
  const unlessZero = documentMarks.get(inner(field, 'out'))?.unlessZero
  return (value) => value === undefined || (unlessZero === true && ZERO.test(value as string))
}
