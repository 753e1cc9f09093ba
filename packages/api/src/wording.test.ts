import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { inPlainWords } from './wording.ts'

const CASES: [message: string, schema: z.ZodType, value: unknown][] = [
  ['is required', z.string(), undefined],
  ['is required', z.enum(['a', 'b']), undefined],
  ['is required', z.union([z.string(), z.number()]), undefined],
  ['must be a string', z.string(), 1],
  ['must be a string', z.string(), null],
  ['must be a number', z.number(), 'x'],
  ['must be a number', z.number(), Number.NaN],
  ['must be a boolean', z.boolean(), 'x'],
  ['must be a list', z.array(z.string()), {}],
  ['must be an object', z.object({}), []],
  ['must be an object', z.record(z.string(), z.string()), 'x'],
  ['must be one of a, b', z.enum(['a', 'b']), 'c'],
  ['must be a', z.literal('a'), 'c'],
  ['must be at least 1', z.number().min(1), 0],
  ['must be at most 9', z.number().max(9), 10],
  ['must be greater than 0', z.number().positive(), 0],
  ['must be less than 0', z.number().negative(), 0],
  ['must be a whole number', z.number().int(), 1.5],
  ['must be a whole number', z.int(), 1.5],
  ['must be at most 9007199254740991', z.number().int(), 2 ** 53],
  ['must have at least 2 characters', z.string().min(2), 'x'],
  ['must have at least 1 character', z.string().min(1), ''],
  ['must have at most 1 character', z.string().max(1), 'xx'],
  ['must have at most 2 entries', z.array(z.any()).max(2), [1, 2, 3]],
  ['is not valid', z.string().regex(/^secret pattern$/), 'x'],
  ['is not valid', z.iso.datetime(), 'x'],
  ['is not valid', z.union([z.string(), z.number()]), true],
  ['is not valid', z.date(), 'x'],
  ['is not valid', z.strictObject({}), { more: 1 }],
]

describe('what is wrong, in plain words', () => {
  test.each(CASES)('%s', (message, schema, value) => {
    expect(schema.safeParse(value, { error: inPlainWords }).error?.issues[0]?.message).toBe(message)
  })

  test('a schema’s own words come first', () => {
    const { error } = z.string('must be a name').safeParse(1, { error: inPlainWords })
    expect(error?.issues[0]?.message).toBe('must be a name')
  })

  test('fields inside lists and pipes are told in the same words', () => {
    const schema = z.object({ all: z.array(z.string().transform(Number).pipe(z.number().min(1))) })
    const { error } = schema.safeParse({ all: ['1', '0'] }, { error: inPlainWords })
    expect(error?.issues).toMatchObject([{ path: ['all', 1], message: 'must be at least 1' }])
  })
})
