import type { z } from 'zod'

/**
 * An event of the log in today's words. The log keeps what a resource was when the event happened: a
 * field that came later is missing there, and is null where the contract lets it be.
 * @throws z.ZodError when the contract of today cannot tell it even so
 */
export function asOfToday(schema: z.ZodType, event: unknown): unknown {
  const parsed = schema.safeParse(event)
  if (parsed.success) return parsed.data
  const filled = structuredClone(event)
  for (const { path } of parsed.error.issues) fillIn(filled, path)
  const again = schema.safeParse(filled)
  if (again.success) return again.data
  throw parsed.error
}

/** Says null where nothing at all is said. */
function fillIn(value: unknown, path: readonly PropertyKey[]): void {
  const within = path.slice(0, -1).reduce(inside, value)
  const field = path.at(-1)
  if (typeof within !== 'object' || within === null || field === undefined) return
  const fields = within as Record<PropertyKey, unknown>
  if (fields[field] === undefined) fields[field] = null
}

const inside = (value: unknown, key: PropertyKey) =>
  typeof value === 'object' && value !== null
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined
