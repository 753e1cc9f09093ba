import { describe, expect, test } from 'vitest'
import { paymentMethod } from './money.ts'
import { line, text } from './text.ts'

const problem = (schema: ReturnType<typeof text>, value: string) =>
  schema.safeParse(value).error?.issues[0]?.message

describe('what shows nothing is empty', () => {
  test.each([
    '',
    '  ',
    '\u200b\u200b',
    '\u3164',
    '\uffa0 \u115f',
    '\u2800',
    '\u00ad',
    '\u2060',
    '\u034f',
    '\ufe0f',
    '\u202e',
    '\n\t',
    '\u{1d159}',
    '\ue000',
  ])('%j', (value) => {
    expect(problem(text(1, 100), value)).toBe('must not be empty')
    expect(text(0, 100).parse(value)).toBe('')
  })
})

describe('one line is plain text', () => {
  test.each([
    '\u202e0987654321',
    'GB33\u200bBUKB',
    '12\n34',
    '12\r34',
    'a\u2028b',
    'a\u2029b',
    'a\u0085b',
    'a\u0000b',
    'so\u00adft',
    'word\u2060joiner',
    'a\ufeffb',
    '12\u200d34',
    'a \u200d b',
    '\u200dend',
    '👩\u200d💻',
    'tag\u{e0041}',
  ])('not %j', (value) => {
    expect(line(1, 100).safeParse(value).success).toBe(false)
    expect(paymentMethod().safeParse(value).success).toBe(false)
  })

  test.each([
    'Noor Haddad',
    'می\u200cخواهم',
    'ක්\u200dරිෂ්ණ',
    'O’Brien – née Ålund',
    'GB33 BUKB',
    '‘‚',
    '😀',
  ])('%j is', (value) => {
    expect(line(1, 100).parse(` ${value} `)).toBe(value)
  })
})

test('long text keeps its lines', () => {
  expect(text(1, 100).parse(' one\ntwo 👩\u200d💻 ')).toBe('one\ntwo 👩\u200d💻')
})
