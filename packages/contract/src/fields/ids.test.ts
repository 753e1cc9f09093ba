import { describe, expect, test } from 'vitest'
import { callerId } from './ids.ts'

describe('a caller’s name for himself', () => {
  const uuid = '0b6c1f0e-52a4-4c58-9a36-0d5f8e1c7a42'

  test.each([1, '1', 'user_1', 'USR_1', uuid, uuid.toUpperCase()])('may be %j', (name) => {
    expect(callerId().parse(name)).toBe(String(name))
  })

  test.each([null, undefined])('may be left out, as %j', (name) => {
    expect(callerId().parse(name)).toBe(name)
  })

  const WRONG = [0, -1, 1.5, 2 ** 53, Number.NaN, '', 'bob', 'usr', 'user_', 'USR_x', ` ${uuid}`]
  test.each([...WRONG, '1'.repeat(17), true, {}, [1]])('is not %j', (name) => {
    const messages = callerId()
      .safeParse(name)
      .error?.issues.map(({ message }) => message)
    expect(messages?.[0]).toBe('must be a user id')
  })
})
