import { z } from 'zod'
import { documentMarks } from './marks.ts'

/** A moment, as an ISO 8601 string in UTC. */
export function time() {
  const schema = z.iso.datetime()
  documentMarks.add(schema, { kind: 'time' })
  return schema
}

/** A day of the calendar in UTC, as `YYYY-MM-DD`. */
export function calendarDate() {
  const rule = 'must be a date, as YYYY-MM-DD'
  // There was no year 0, and the database knows of none.
  return z.iso.date(rule).refine((date) => !date.startsWith('0000'), rule)
}

/** When something was made, as most answers say. */
export const madeAt = () => time().describe('When it was made.')

/** When it last changed. */
export const changedAt = () => time().describe('When it last changed.')

/** When what an event tells of happened. */
export const happenedAt = () => time().describe('When it happened.')
