import type { z } from 'zod'
import type { DialectRules } from './dialects.ts'
import { fieldsOf, inner, nameIn } from './schema.ts'

/** Where the thing can be read that a procedure has made: its result's path. */
export type Locate = (result: unknown) => string

/**
 * Compiles a path whose parameters are fields of the result, in the document's words or the SDK's.
 * The document itself may show less of the result than its path needs.
 */
export function compileLocation(
  template: string,
  output: z.ZodType,
  dialect: DialectRules,
): Locate {
  const fields = fieldsOf(inner(output, 'out'))
  // The document's own names come last, and so before the SDK's: its `id` may be another field.
  const keys = new Map([
    ...fields.map(([key]) => [key, key] as const),
    ...fields.map(([key, field]) => [nameIn(dialect, key, field), key] as const),
  ])
  for (const [, name = ''] of template.matchAll(PARAMETER)) {
    if (!keys.has(name)) throw new Error(`${template} names ${name}, which the result has not`)
  }
  return (result) =>
    template.replace(PARAMETER, (_, name: string) => {
      const value = (result as Record<string, unknown>)[keys.get(name) ?? name]
      return encodeURIComponent(String(value))
    })
}

const PARAMETER = /\{(\w+)\}/g
