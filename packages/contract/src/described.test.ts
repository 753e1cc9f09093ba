import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { contract, procedures } from './index.ts'

type Shape = Record<string, z.ZodType>
type Def = { innerType?: z.ZodType; in?: z.ZodType; element?: z.ZodType }

const defOf = (schema: z.ZodType) => schema.def as unknown as Def

/** What a schema stands for without what may be left out, or is made of it. */
const inside = (schema: z.ZodType) => defOf(schema).innerType ?? defOf(schema).in

function isDescribed(schema: z.ZodType): boolean {
  const inner = inside(schema)
  return schema.description !== undefined || (inner !== undefined && isDescribed(inner))
}

/** The object in a schema: also in what may be left out, and in a list. */
function shapeOf(schema: z.ZodType): Shape | undefined {
  const inner = inside(schema) ?? defOf(schema).element
  return 'shape' in schema ? (schema.shape as Shape) : inner && shapeOf(inner)
}

function* fieldsOf(schema: z.ZodType, at: string): Generator<[string, z.ZodType]> {
  for (const [key, field] of Object.entries(shapeOf(schema) ?? {})) {
    const path = `${at}.${key}`
    yield [path, field]
    yield* fieldsOf(field, path)
  }
}

/** An id that has to be given says by its name what it is the id of. */
const saysItself = (path: string, field: z.ZodType) =>
  /(\.id|Id|\.uid)$/.test(path) && !field.safeParse(undefined).success

describe('whoever calls is told what each field is', () => {
  test('of every procedure', () => {
    const silent = [...procedures(contract)]
      .flatMap(({ path, procedure }) => [...fieldsOf(procedure.input, path)])
      .filter(([path, field]) => !isDescribed(field) && !saysItself(path, field))
    expect(silent.map(([path]) => path)).toEqual([])
  })
})
