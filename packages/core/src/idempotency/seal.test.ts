import { expect, test } from 'vitest'
import { fingerprintOf, seal, unseal } from './seal.ts'

const settings = (secret: string) => ({
  secretKey: Buffer.from(secret),
  sandbox: false,
  feePercent: '0',
  secondApprovalAbove: {},
  dealCaps: null,
  ratingMinimum: '1',
  emailVerification: false,
})

const ours = settings('our secret')
const REQUEST = 'auth.login {"username":"alice","password":"correct horse"}'
const ANSWER = '{"access":"eyJhbGciOiJIUzI1NiJ9.secret"}'

test('the same request opens what was sealed for it', () => {
  expect(unseal(ours, REQUEST, seal(ours, REQUEST, ANSWER))).toBe(ANSWER)
})

test.each(['', 'žluťoučký 🐎', 'x'.repeat(200_000)])('any text survives', (answer) => {
  expect(unseal(ours, REQUEST, seal(ours, REQUEST, answer))).toBe(answer)
})

test('neither the answer nor the request can be seen in what is stored', () => {
  const stored = seal(ours, REQUEST, ANSWER).toString('latin1')
  expect(stored).not.toContain('secret')
  expect(stored).not.toContain('horse')
  expect(fingerprintOf(REQUEST).toString('latin1')).not.toContain('horse')
})

test.each([
  ['another password', ours, REQUEST.replace('horse', 'house')],
  ['another procedure', ours, REQUEST.replace('login', 'signUp')],
  ['nothing but the server’s secret', ours, ''],
  ['the request, but another server’s secret', settings('their secret'), REQUEST],
])('%s does not open it', (_, settings, request) => {
  const stored = seal(ours, REQUEST, ANSWER)
  expect(() => unseal(settings, request, stored)).toThrow()
})

test('an answer that was tampered with does not open', () => {
  const stored = seal(ours, REQUEST, ANSWER)
  for (const position of [0, 12, 28, stored.length - 1]) {
    const changed = Buffer.from(stored)
    changed[position] = (changed[position] ?? 0) ^ 1
    expect(() => unseal(ours, REQUEST, changed)).toThrow()
  }
})

test('the same answer is never sealed to the same bytes', () => {
  expect(seal(ours, REQUEST, ANSWER).equals(seal(ours, REQUEST, ANSWER))).toBe(false)
})
