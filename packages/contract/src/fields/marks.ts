import { z } from 'zod'

/**
 * What the documents need to know of a field beyond its type. The REST door reads these marks to
 * translate between the SDK's resource and a document's own words; nobody else does.
 */
export interface DocumentMark {
  /** The field's name in the document, where it is not simply the key in the dialect's casing. */
  readonly name?: string
  /**
   * Shown differently from document to document: a moment, or a coin's code; or no JSON at all, a file; or
   * any JSON, as it is.
   */
  readonly kind?: 'time' | 'coin' | 'file' | 'json'
  /** Media types that a file may have. */
  readonly types?: readonly string[]
  /** What the document does not know is left out of it while it says nothing new. */
  readonly isLeftOut?: (value: unknown) => boolean
  /** An amount the document writes with at least so many decimals. */
  readonly decimals?: number
  /** A number that the document writes as text after this and `_`: `product_12`. */
  readonly prefix?: string
  /** A decimal string that the document writes as a JSON number. */
  readonly isNumber?: true
}

export const documentMarks = z.registry<DocumentMark>()

/** Fields in which callers may name themselves (`seller_id`, …); naming anyone else is refused. */
export const callerFields = z.registry<{ caller: true }>()

/** Gives a field the name it has in the document. */
export function named<T extends z.ZodType>(name: string, schema: T): T {
  documentMarks.add(schema, { ...documentMarks.get(schema), name })
  return schema
}

/** A field that a document leaves out while it has one of these values. */
export function unless<T extends z.ZodType>(schema: T, isLeftOut: (value: unknown) => boolean) {
  documentMarks.add(schema, { ...documentMarks.get(schema), isLeftOut })
  return schema.optional()
}

/** What holds no fields of Souk's: no document renames anything in it. */
export function shownAsItIs<T extends z.ZodType>(schema: T): T {
  documentMarks.add(schema, { ...documentMarks.get(schema), kind: 'json' })
  return schema
}

const ZERO = /^0(\.0*)?$/

/** An amount that a document shows only where there is one. */
export function unlessZero<T extends z.ZodType<string>>(schema: T) {
  return unless(schema, (amount) => ZERO.test(amount as string))
}

/** An amount that a document writes with at least `decimals` decimals. */
export function padded<T extends z.ZodType>(decimals: number, schema: T): T {
  documentMarks.add(schema, { ...documentMarks.get(schema), decimals })
  return schema
}

/** An id that a document writes with a prefix: `product_12`. */
export function prefixed<T extends z.ZodType<number>>(prefix: string, schema: T): T {
  documentMarks.add(schema, { ...documentMarks.get(schema), prefix })
  return schema
}

/** A decimal that a document writes as a JSON number; it stays exact everywhere else. */
export function asNumber<T extends z.ZodType<string | null>>(schema: T): T {
  documentMarks.add(schema, { ...documentMarks.get(schema), isNumber: true })
  return schema
}
