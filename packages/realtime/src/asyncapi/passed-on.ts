import { z } from 'zod'

const behind = new WeakMap<z.ZodType, z.ZodType>()

/**
 * A field that a socket reads as `read` and passes on: what else there is to it, the operation behind knows,
 * and refuses in its own words. The document tells of the operation's `schema`.
 */
export function passedOn<Read extends z.ZodType>(read: Read, schema: z.ZodType): Read {
  const field = read.clone() as Read
  behind.set(field, schema)
  return field
}

/** What is asked of a message in the end, by its socket and by the operation behind that. */
export function asked(schema: z.ZodType): z.ZodType {
  if (!(schema instanceof z.ZodObject)) return schema
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>)
  if (!fields.some(([, field]) => behind.has(field))) return schema
  const shape = Object.fromEntries(fields.map(([key, field]) => [key, behind.get(field) ?? field]))
  return z.object(shape).meta({ ...schema.meta() })
}
