import type { FieldError } from '@souk/contract'
import { z } from 'zod'
import { snakeCase } from './casing.ts'
import type { DialectRules } from './dialects.ts'
import { fieldsOf, inner, nameIn } from './schema.ts'

type Path = FieldError['path']

/** Where a REST request carries its input. Text comes from the path and the query. */
export interface RestInput {
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

export interface Reader {
  /** The procedure's input; unknown fields are left behind, nothing is checked yet. */
  read(input: RestInput): Record<string, unknown>
  /** The names of the caller that the body has beside the input, under their own keys. */
  names(body: RestInput['body']): Record<string, unknown>
  /** A refused field's path in the document's words. */
  inDocument(field: FieldError): FieldError
}

/** What the documents call whoever asks, where their credential already says it. */
const CALLER_KEYS = ['sellerId', 'buyerId', 'userId', 'senderId']

type Translate = (value: unknown) => unknown

/** Compiles the reader of a procedure's input for one dialect. */
export function compileReader(input: z.ZodType, dialect: DialectRules): Reader {
  const fields = fieldsOf(inner(input, 'in')).map(([key, field]) => ({
    key,
    name: nameIn(dialect, key, field),
    fromText: textTranslator(field, dialect),
    fromBody: bodyTranslator(field, dialect),
  }))
  const callerKeys = CALLER_KEYS.flatMap((key) => [snakeCase(key), dialect.caseOf(key)])
  const beside = new Set(callerKeys).difference(new Set(fields.map(({ name }) => name)))
  return {
    read({ path, query, body }) {
      const read: Record<string, unknown> = {}
      for (const { key, name, fromText, fromBody } of fields) {
        const [inPath, inQuery] = [own(path, name), inQueryOf(query, name, dialect)]
        if (inPath !== undefined) read[key] = isOneSpelling(inPath) ? fromText(inPath) : inPath
        else if (inQuery !== undefined) read[key] = fromText(inQuery)
        else if (Object.hasOwn(body, name)) read[key] = fromBody(body[name])
      }
      return read
    },
    names: (body) => Object.fromEntries([...beside].map((key) => [key, own(body, key)])),
    inDocument: ({ path, message }) => ({ path: documentPath(path, input, dialect), message }),
  }
}

function own<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

/** A parameter, unless it is one that says nothing. */
function inQueryOf(query: RestInput['query'], name: string, { takesForms }: DialectRules) {
  const text = own(query, name)
  return takesForms && text?.trim() === '' ? undefined : text
}

/** Steps down the schema as far as it knows the path; a header's name, say, is in no schema. */
function documentPath([key, ...rest]: Path, at: z.ZodType, dialect: DialectRules): Path {
  if (key === undefined) return []
  const schema = inner(at, 'in')
  if (schema instanceof z.ZodArray) {
    return [key, ...documentPath(rest, schema.element as z.ZodType, dialect)]
  }
  const [, field] = fieldsOf(schema).find(([name]) => name === key) ?? []
  if (field === undefined) return [key, ...rest]
  return [nameIn(dialect, String(key), field), ...documentPath(rest, field, dialect)]
}

/** Whether a number in a path is written as Souk writes it: nothing has two addresses. */
const isOneSpelling = (text: string) => !/^0\d|\./.test(text)

const NUMBER = /^-?\d+(\.\d+)?$/

const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map([
  ['true', true],
  ['false', false],
])
/** The same as forms may write it, in any case. */
const FORM_BOOLEANS = new Map([...BOOLEANS, ['1', true], ['0', false]])

/** Reads text as the field's type. What does not fit stays text, for the schema to refuse. */
function textTranslator(field: z.ZodType, { takesForms }: DialectRules): Translate {
  const schema = inner(field, 'in')
  if (schema instanceof z.ZodNumber) {
    return (text) => (NUMBER.test(text as string) ? Number(text) : text)
  }
  if (schema instanceof z.ZodBoolean) {
    return (text) =>
      (takesForms ? FORM_BOOLEANS.get(String(text).toLowerCase()) : BOOLEANS.get(text)) ?? text
  }
  return (text) => text
}

/** Renames the keys of nested objects. */
function bodyTranslator(field: z.ZodType, dialect: DialectRules): Translate {
  const schema = inner(field, 'in')
  if (schema instanceof z.ZodArray) {
    const each = bodyTranslator(schema.element as z.ZodType, dialect)
    return (value) => (Array.isArray(value) ? value.map(each) : value)
  }
  if (schema instanceof z.ZodObject) {
    const { read } = compileReader(schema, dialect)
    return (value) => (isRecord(value) ? read({ path: {}, query: {}, body: value }) : value)
  }
  return (value) => value
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
