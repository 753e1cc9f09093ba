import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contract, procedures } from './index.ts'

/** What PostgreSQL cannot store, or not as it was. */
const UNSTORABLE = ['\0', '\ud800', '\udc00']
/** Text of the many shapes that fields want, each with room for something in it. */
const SHAPES = (bad: string) => [
  bad,
  `ab${bad}cdef`,
  `12${bad}`,
  `all ${bad}`,
  `https://example.com/${bad}`,
  `https://${bad}example.com/`,
  `someone${bad}@example.com`,
  `someone@example${bad}.com`,
  `2026-01-01T00:00:00Z${bad}`,
  `btc${bad}`,
]

/** The fields below a schema, each with the path that leads to it. */
function* fieldsOf(schema: z.ZodType, path: string): Generator<[path: string, field: z.ZodType]> {
  const core = inside(schema)
  if (core instanceof z.ZodObject) {
    for (const [key, field] of Object.entries(core.shape as Record<string, z.ZodType>)) {
      yield* fieldsOf(field, `${path}.${key}`)
    }
  } else if (core instanceof z.ZodArray) {
    yield* fieldsOf(core.element as z.ZodType, `${path}[]`)
  } else yield [path, schema]
}

/** What is given to a field. */
function inside(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPipe) return inside(schema.def.in as z.ZodType)
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  return wraps ? inside(schema.unwrap() as z.ZodType) : schema
}

const isUnstorable = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).flat().some(isUnstorable)
}

const fields = [...procedures(contract)].flatMap(({ path, procedure }) => [
  ...fieldsOf(procedure.input, path),
])

describe('no field takes what PostgreSQL cannot store', () => {
  test.each(fields)('%s', (_, field) => {
    for (const bad of UNSTORABLE) {
      for (const text of SHAPES(bad)) {
        for (const given of [text, [text], { key: text }, { [text]: 'key' }]) {
          const { success, data } = field.safeParse(given)
          expect(success && isUnstorable(data), `${JSON.stringify(given)} is let through`).toBe(
            false,
          )
        }
      }
    }
  })

  test('there are fields to look at', () => {
    expect(fields.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        'shop.products.list.category',
        'shop.orders.create.items[].productId',
      ]),
    )
  })
})
