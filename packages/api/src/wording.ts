import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

/**
 * What is wrong with a value, in the words of our own rules: for schemas to say wherever they have no
 * message themselves (`schema.safeParse(value, { error: inPlainWords })`).
 */
export function inPlainWords(issue: Issue): string {
  if (issue.input === undefined) return 'is required'
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected)
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`
    case 'too_small':
      return bound(issue, issue.minimum, issue.inclusive === false ? 'greater than' : 'at least')
    case 'too_big':
      return bound(issue, issue.maximum, issue.inclusive === false ? 'less than' : 'at most')
    default:
      return 'is not valid'
  }
}

/** Zod's types in the words that JSON's readers use. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'a boolean',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function wrongType(expected: string): string {
  const type = TYPES[expected]
  return type ? `must be ${type}` : 'is not valid'
}

/** What is counted of a value that is no number itself: one of them, and more. */
const COUNTED: Readonly<Record<string, readonly [one: string, more: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
}

function bound({ origin }: { origin: string }, limit: number | bigint, side: string): string {
  const counted = COUNTED[origin]
  if (!counted) return `must be ${side} ${limit}`
  const [one, more] = counted
  return `must have ${side} ${limit} ${Number(limit) === 1 ? one : more}`
}
