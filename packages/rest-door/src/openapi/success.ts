import { PAGING, type RestRoute } from '@souk/contract'
import { z } from 'zod'
import type { DialectRules } from '../dialects.ts'

/**
 * The schema of a route's whole answer. The dialect's own `success` is called with schemas in the
 * place of values, and what it makes of them is read back: so an envelope is declared only there.
 */
export function successSchema(
  dialect: DialectRules,
  route: RestRoute,
  shown: z.ZodType,
  isPaged: boolean,
): z.ZodType {
  const result = standIn(shown)
  const paging = isPaged ? { page: 1, perPage: 1, total: 1 } : undefined
  return readBack(dialect.success(route, result, paging), { result, shown })
}

/** For an object its fields, because dialects may set them beside fields of their own. */
function standIn(shown: z.ZodType): unknown {
  if (shown instanceof z.ZodNull) return null
  return shown instanceof z.ZodObject ? { ...shown.shape } : shown
}

interface StoodIn {
  readonly result: unknown
  readonly shown: z.ZodType
}

function readBack(value: unknown, stoodIn: StoodIn): z.ZodType {
  if (value instanceof z.ZodType) return value
  if (value === null) return z.null()
  if (value === stoodIn.result) return stoodIn.shown
  if (typeof value === 'number') return z.int().min(0)
  if (typeof value === 'function') return z.string() // a message that depends on the result
  if (typeof value === 'string' || typeof value === 'boolean') return z.literal(value)
  const fields = Object.entries(value as object).map(([name, field]) => {
    return [name, withWords(name, readBack(field, stoodIn))] as const
  })
  return pagingOf(fields) ?? z.object(Object.fromEntries(fields))
}

type Field = readonly [name: string, schema: z.ZodType]

const pagings = new Map<string, z.ZodType>()

/** Where a list stands, if that is what the fields are: each way of saying so is one schema, with a name. */
function pagingOf(fields: readonly Field[]): z.ZodType | undefined {
  const names = fields.map(([name]) => name)
  const id = PAGING_NAMES[names.at(-1) ?? '']
  if (names[0] !== 'page' || id === undefined) return undefined
  const paging = pagings.get(id) ?? z.object(Object.fromEntries(fields)).meta({ id })
  pagings.set(id, paging)
  return paging
}

/** By the last of the fields. */
const PAGING_NAMES: Readonly<Record<string, string>> = {
  total: 'Pagination',
  pages: 'DataPagination',
  total_pages: 'CountedPagination',
}

/** What the fields are that dialects set around a result; those that never differ say so themselves. */
const ENVELOPE: Readonly<Record<string, string>> = {
  message: 'What was done, for people.',
  pagination: 'Where in the list this page stands.',
  page: PAGING.page,
  per_page: PAGING.perPage,
  limit: PAGING.perPage,
  total: PAGING.total,
  total_items: 'The same as `total`.',
  pages: PAGING.pages,
  total_pages: PAGING.pages,
}

function withWords(name: string, field: z.ZodType): z.ZodType {
  const words = field.description === undefined && !isConstant(field) && ENVELOPE[name]
  return words ? field.describe(words) : field
}

const isConstant = (field: z.ZodType) => field instanceof z.ZodLiteral || field instanceof z.ZodNull
