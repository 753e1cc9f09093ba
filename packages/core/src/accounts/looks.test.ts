import { describe, expect, test } from 'vitest'
import { looksLikeHouse, looksLikeRole, looksOf } from './looks.ts'

const alike = (one: string, other: string) =>
  looksOf(one).some((look) => looksOf(other).includes(look))

test.each([
  ['alice', 'ALICE'],
  ['alice', 'аlісе'],
  ['alice', 'AIice'],
  ['alice', '@alice'],
  ['alice', 'al\u200dice'],
  ['bob', 'b0b'],
  ['admin', 'adm1n'],
  ['admin', 'adrnin'],
  ['paypal', 'раураl'],
  ['scope', 'ѕсоре'],
])('%s looks like %s', (one, other) => {
  expect(alike(one, other)).toBe(true)
})

test.each([
  ['ali', 'all'],
  ['anna', 'anne'],
  ['noor', 'noor haddad'],
  ['Ольга', 'olga'],
  ['rene', 'rené'],
])('%s does not look like %s', (one, other) => {
  expect(alike(one, other)).toBe(false)
})

describe('the house’s own names', () => {
  test.each([
    'Souk',
    'SOUK',
    's0uk',
    'Ѕоuk',
    'Souk Support',
    'SoukSupport',
    'souk-team',
    'The Souk',
    'Customer Support',
    'admin',
    'Root Admin',
    'root_admin',
    'ѕuрроrt',
    'ＳＯＵＫ',
    'so\u200duk',
  ])('%s is one', (name) => {
    expect(looksLikeHouse(name)).toBe(true)
  })

  test.each(['Souka', 'Sam Soukup', 'Adminah', 'team', 'Root', 'noor', 'Staffan', 'مريم'])(
    '%s is none',
    (name) => {
      expect(looksLikeHouse(name)).toBe(false)
    },
  )

  test.each(['Staff', 'The System', 'Helpdesk', 'Administration'])(
    '%s says that one speaks for it',
    (name) => {
      expect(looksLikeRole(name)).toBe(true)
    },
  )

  test('are told at once from a name of very many words', () => {
    const start = performance.now()
    expect(looksLikeRole(`${'helpdesk'.repeat(18)}x`)).toBe(false)
    expect(performance.now() - start).toBeLessThan(50)
  })
})
