import { z } from 'zod'
import { isStorable, shownAsItIs } from '../fields.ts'

const MOST_BYTES = 64 * 1024
const DEEPEST = 32

/** Whatever a client attaches to a message: kept as it is given, and shown so. */
export function messageData() {
  return shownAsItIs(z.record(z.string(), z.unknown()))
}

/** The same as it is given. */
export function givenMessageData() {
  return messageData().superRefine((data, ctx) => {
    const problem = problemOf(data)
    if (problem) ctx.addIssue(problem)
  })
}

function problemOf(data: object): string | undefined {
  if (isDeeper(data, DEEPEST)) return `must be nested at most ${DEEPEST} deep`
  const json = JSON.stringify(data)
  if (new TextEncoder().encode(json).length > MOST_BYTES) return 'must have at most 64 KiB'
  return isKept(json) ? undefined : 'must be valid text without null bytes'
}

/** Level by level: what is given may be nested deeper than functions may call each other. */
function isDeeper(data: unknown, most: number): boolean {
  let level = [data]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
  }
  return false
}

/** JSON writes what PostgreSQL cannot keep as an escape; none of the others is one of a surrogate. */
const isKept = (json: string) =>
  isStorable(json) && !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(json)
