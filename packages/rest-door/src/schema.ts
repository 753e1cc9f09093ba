import { type DocumentMark, documentMarks } from '@souk/contract'
import { z } from 'zod'
import type { DialectRules } from './dialects.ts'

/** Which end of a schema: what is given to Souk, or what Souk shows. */
export type End = 'in' | 'out'

/** The schema inside optional, nullable, default and the like; for a pipe, its given end. */
export function inner(schema: z.ZodType, end: End): z.ZodType {
  const wrapped = within(schema, end)
  return wrapped ? inner(wrapped, end) : schema
}

/** The schema directly inside a wrapper or a pipe, if it is one. */
function within(schema: z.ZodType, end: End): z.ZodType | undefined {
  if (schema instanceof z.ZodPipe) return schema.def[end] as z.ZodType
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  return wraps ? (schema.unwrap() as z.ZodType) : undefined
}

/** What is marked on a schema or on anything inside its wrappers; the outermost mark counts. */
export function marksOf(schema: z.ZodType, end: End): DocumentMark {
  const wrapped = within(schema, end)
  return { ...(wrapped && marksOf(wrapped, end)), ...documentMarks.get(schema) }
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

/** What tells where a list stands; whatever else a page has, its document shows beside the entries. */
const OF_PAGES: ReadonlySet<string> = new Set(['items', 'page', 'perPage', 'total', 'nextCursor'])

/** What a page has beside its entries and where they stand. */
export function besideEntries(page: z.ZodObject): z.ZodObject {
  return z.object(
    Object.fromEntries(fieldsOf(page).filter(([key]) => !OF_PAGES.has(key))) as z.ZodRawShape,
  )
}
