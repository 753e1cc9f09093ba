import { expect, test } from 'vitest'
import { isTotp, newSecret, stepOf, totpAddress } from './totp.ts'

/** The secret of RFC 6238's test vectors, in Base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('a code is what RFC 6238 says at %i s', (seconds, code) => {
  const at = new Date(seconds * 1000)
  expect(stepOf(SECRET, code, at)).toBe(Math.floor(seconds / 30))
})

test('a code is of its own step, seen one early or late, and of none beyond', () => {
  const step = 37_037_036
  const within = (steps: number) => new Date((step + steps) * 30_000 + 15_000)
  expect([-2, -1, 0, 1, 2].map((steps) => stepOf(SECRET, '081804', within(steps)))).toEqual([
    null,
    step,
    step,
    step,
    null,
  ])
})

test.each(['', '12345', '1234567', '12345a', '١٢٣٤٥٦', '12 456'])('%j is no code', (code) => {
  expect(isTotp(code)).toBe(false)
})

test('a secret is of 160 bits, and each another', () => {
  const secrets = new Set(Array.from({ length: 20 }, newSecret))
  expect(secrets.size).toBe(20)
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
})

test('its address tells an app whose it is, in any script', () => {
  const url = new URL(totpAddress(SECRET, 'Зоя'))
  expect(decodeURIComponent(url.pathname)).toBe('/Souk:Зоя')
  expect(url.searchParams.get('secret')).toBe(SECRET)
})
