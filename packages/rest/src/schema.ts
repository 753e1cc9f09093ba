import { documentMarks } from '@souk/contract'
import { z } from 'zod'
import type { DialectRules } from './dialects.ts'

/** The schema inside optional, nullable, default and the like; for a pipe, its given end. */
export function inner(schema: z.ZodType, end: 'in' | 'out'): z.ZodType {
  if (schema instanceof z.ZodPipe) return inner(schema.def[end] as z.ZodType, end)
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  return wraps ? inner(schema.unwrap() as z.ZodType, end) : schema
}

/** An object schema's fields, or none. */
export function fieldsOf(schema: z.ZodType): [key: string, field: z.ZodType][] {
  return schema instanceof z.ZodObject
    ? (Object.entries(schema.shape as z.ZodRawShape) as never)
    : []
}

/** What a field is called in the documents of this dialect. */
export function nameIn(dialect: DialectRules, key: string, field: z.ZodType): string {
  if (key === 'perPage') return dialect.perPage
  return documentMarks.get(field)?.name ?? dialect.caseOf(key)
}

/** Whether the schema describes one page of a list (contract's `pageOf`). */
export function isPage(schema: z.ZodType): schema is z.ZodObject<{ items: z.ZodArray }> {
  return schema instanceof z.ZodObject && 'items' in schema.shape && 'perPage' in schema.shape
}
