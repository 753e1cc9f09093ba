import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './passwords.ts'

const composed = 'caf\u00e9 au lait'
const typed = composed.normalize('NFD')

test('a password is right composed or not, however it was chosen', async () => {
  for (const chosen of [composed, typed]) {
    const kept = await hashPassword(chosen)
    expect([await verifyPassword(composed, kept), await verifyPassword(typed, kept)]).toEqual([
      true,
      true,
    ])
    expect(await verifyPassword('cafe au lait', kept)).toBe(false)
  }
})

test('one that was hashed as it was typed goes on being right', async () => {
  expect(await verifyPassword(typed, await hash(typed))).toBe(true)
})

test('of an account without one, none is right', async () => {
  expect(await verifyPassword(typed, null)).toBe(false)
})
