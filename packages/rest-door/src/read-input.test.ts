import { callerId, type Dialect, id } from '@souk/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DIALECTS } from './dialects.ts'
import { compileReader } from './read-input.ts'

describe('the names beside an input', () => {
  const body = { seller_id: 1, sellerId: 2, user_id: 3, userId: 4, sender_id: null, other_id: 5 }

  function namesFor(dialect: Dialect, input: z.ZodType) {
    const names = compileReader(input, DIALECTS[dialect]).names(body)
    return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined))
  }

  test.each(['plain', 'entity', 'rooms'] as const)('are in snake case, in %s', (dialect) => {
    expect(namesFor(dialect, z.object({}))).toEqual({ seller_id: 1, user_id: 3, sender_id: null })
  })

  test('are in camel case too, in data', () => {
    expect(namesFor('data', z.object({}))).toEqual({
      seller_id: 1,
      sellerId: 2,
      user_id: 3,
      userId: 4,
      sender_id: null,
    })
  })

  test('are not those which the input has itself', () => {
    const input = z.object({ userId: id(), sellerId: callerId() })
    expect(namesFor('plain', input)).toEqual({ sender_id: null })
  })
})
