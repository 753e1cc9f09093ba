import { callerId, id } from '@souk/contract'
import type { Actor } from '@souk/core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { callerFieldsOf, namesIn, refuseOtherNames } from './caller-fields.ts'

const uuid = '0b6c1f0e-52a4-4c58-9a36-0d5f8e1c7a42'
const ann: Actor = { kind: 'user', userId: 12, uuid, sessionId: 'any' }

describe('a name beside the credential', () => {
  const OWN = [12, '12', 'user_12', 'USR_12', uuid, uuid.toUpperCase(), null, undefined]
  test.each(OWN)('%j is the caller’s own', (name) => {
    expect(() => refuseOtherNames(ann, { user_id: name })).not.toThrow()
  })

  const OTHERS = [13, 0, 1.2, '13', 'user_1', 'user_120', 'USR_', 'x12', '', true, {}, [12], [uuid]]
  test.each(OTHERS)('%j is refused by its field', (name) => {
    expect(() => refuseOtherNames(ann, { seller_id: 12, user_id: name })).toThrow(
      expect.objectContaining({
        code: 'FORBIDDEN',
        message: 'user_id must be your own',
        fields: [{ path: ['user_id'], message: 'must be your own' }],
      }),
    )
  })

  test('is nobody’s own without a credential', () => {
    expect(() => refuseOtherNames({ kind: 'anonymous' }, { user_id: 12 })).toThrow(/own/)
    expect(() => refuseOtherNames({ kind: 'anonymous' }, { user_id: null })).not.toThrow()
  })
})

test('an input’s caller fields are those declared so, and no other ids', () => {
  const input = z.object({ id: id(), userId: id(), sellerId: callerId() })
  expect(callerFieldsOf(input)).toEqual(['sellerId'])
  expect(callerFieldsOf(z.string())).toEqual([])
  expect(namesIn({ userId: 1, sellerId: '2' }, ['sellerId'])).toEqual({ sellerId: '2' })
})
