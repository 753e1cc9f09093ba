import { UserEvent } from '@souk/contract'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { asOfToday } from './as-of-today.ts'

/** A contract in which a trade has since got a note that may be null, and later one that may not. */
const Yesterday = z.object({ type: z.literal('trade.created'), trade: z.object({ id: z.int() }) })
const Today = z.object({
  type: z.literal('trade.created'),
  trade: z.object({ id: z.int(), note: z.string().nullable() }),
})
const Tomorrow = z.object({
  type: z.literal('trade.created'),
  trade: z.object({ id: z.int(), note: z.string() }),
})

const event = { type: 'trade.created', trade: { id: 7 } }

test('what fits is told as it is', () => {
  expect(asOfToday(Yesterday, event)).toEqual(event)
})

test('a field that has come since is null in an event of yesterday', () => {
  expect(asOfToday(Today, event)).toEqual({ ...event, trade: { id: 7, note: null } })
  expect(event.trade).toEqual({ id: 7 })
})

test.each([
  ['that has to be there', Tomorrow, event],
  ['with a value that does not fit', Today, { ...event, trade: { id: 7, note: 5 } }],
  ['of an unknown type', UserEvent, { type: 'order.created', at: '2026-01-02T03:04:05.000Z' }],
])('one with a field %s cannot be told', (_, schema, given) => {
  expect(() => asOfToday(schema, given)).toThrow(z.ZodError)
})
