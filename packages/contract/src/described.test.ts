import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contract, type Procedure, procedures } from './index.ts'

type Shape = Record<string, z.ZodType>
type Def = {
  innerType?: z.ZodType
  in?: z.ZodType
  element?: z.ZodType
  options?: readonly z.ZodType[]
}

const defOf = (schema: z.ZodType) => schema.def as unknown as Def

/** What a schema stands for without what may be left out, or is made of it. */
const inside = (schema: z.ZodType) => defOf(schema).innerType ?? defOf(schema).in

function isDescribed(schema: z.ZodType): boolean {
  const inner = inside(schema)
  return schema.description !== undefined || (inner !== undefined && isDescribed(inner))
}

/** The objects in a schema: also in what may be left out, in a list, and each that it may be. */
function shapesOf(schema: z.ZodType): Shape[] {
  if ('shape' in schema) return [schema.shape as Shape]
  const { element, options = [] } = defOf(schema)
  const within = [inside(schema), element, ...options]
  return within.flatMap((inner) => (inner ? shapesOf(inner) : []))
}

type Field = readonly [path: string, schema: z.ZodType]

function* fieldsOf(schema: z.ZodType, at: string): Generator<Field> {
  for (const shape of shapesOf(schema)) {
    for (const [key, field] of Object.entries(shape)) {
      const path = `${at}.${key}`
      yield [path, field]
      yield* fieldsOf(field, path)
    }
  }
}

/** An id that has to be given says by its name what it is the id of. */
const saysItself = ([path, field]: Field) =>
  /(\.id|Id|\.uid)$/.test(path) && !field.safeParse(undefined).success

/** The number of what an answer shows is its own; what any other says is told. */
const isOwnId = ([path]: Field) => path.endsWith('.id')

function silent(fieldsOfOne: (procedure: Procedure, path: string) => Iterable<Field>): Field[] {
  return [...procedures(contract)]
    .flatMap(({ path, procedure }) => [...fieldsOfOne(procedure, path)])
    .filter(([, field]) => !isDescribed(field))
}

const paths = (fields: readonly Field[]) => [...new Set(fields.map(([path]) => path))]

describe('whoever calls is told what each field is', () => {
  test('that they give', () => {
    const given = silent(({ input }, path) => fieldsOf(input, path))
    expect(paths(given.filter((field) => !saysItself(field)))).toEqual([])
  })

  test('that they are answered with, by the SDK and by REST', () => {
    const shown = silent(function* ({ output, rest }, path) {
      yield* fieldsOf(output, path)
      for (const { view, path: at } of rest) yield* fieldsOf(view ?? z.null(), at)
    })
    expect(paths(shown.filter((field) => !isOwnId(field)))).toEqual([])
  })
})

test('of every procedure it is told what there is to know beyond its name', () => {
  const bare = [...procedures(contract)].filter(({ procedure }) => !procedure.description)
  expect(bare.map(({ path }) => path)).toEqual([])
})
