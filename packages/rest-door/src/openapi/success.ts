import type { RestRoute } from '@souk/contract'
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
    return [name, readBack(field, stoodIn)] as const
  })
  return z.object(Object.fromEntries(fields))
}
