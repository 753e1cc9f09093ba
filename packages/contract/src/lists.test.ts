import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { contract, procedures } from './index.ts'

const keysOf = (schema: z.ZodType) =>
  Object.keys((schema as { shape?: Record<string, unknown> }).shape ?? {})

const queries = [...procedures(contract)].filter(({ procedure }) => procedure.kind === 'query')
const paged = queries.filter(({ procedure }) => keysOf(procedure.output).includes('items'))

/** Never longer than there are coins, wallets and sorts of reactions. */
const SHORT = ['wallet.get', 'staff.coins.list', 'rooms.reactions.list']

describe('every list can be read to its end', () => {
  test('there are many', () => expect(paged.length).toBeGreaterThan(13))

  test.each(paged)(
    '$path takes a cursor and gives the next',
    ({ procedure: { input, output } }) => {
      expect(keysOf(input)).toEqual(expect.arrayContaining(['page', 'perPage', 'cursor']))
      // What a list has beside these, its document shows beside the entries.
      expect(keysOf(output).slice(0, 5)).toEqual([
        'items',
        'page',
        'perPage',
        'total',
        'nextCursor',
      ])
    },
  )

  test('what is not read page by page is short', () => {
    const bare = queries.filter(({ procedure }) => procedure.output.def.type === 'array')
    expect(bare.map(({ path }) => path).sort()).toEqual([...SHORT].sort())
  })
})
