import {
  amount,
  callerId,
  coin,
  coinShown,
  type Dialect,
  ERROR_CODES,
  id,
  named,
  pageFields,
  pageOf,
  query,
  type RestRoute,
  SoukError,
  time,
} from '@souk/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DIALECTS } from '../src/dialects.ts'
import { createTranslator } from '../src/openapi/document-schema.ts'
import { failureSchema } from '../src/openapi/failure.ts'
import { successSchema } from '../src/openapi/success.ts'
import { compileRoute } from '../src/route.ts'
import { isPage } from '../src/schema.ts'

const dialects = Object.keys(DIALECTS) as Dialect[]

const Deal = z.object({
  dealId: id(),
  asset: coinShown(),
  madeAt: time(),
  endedAt: time().nullable(),
  note: z.string().optional(),
  rate: named('craeted_rate', z.string()),
  password: z.literal('[redacted]').default('[redacted]'),
  sides: z.array(z.object({ userName: z.string(), joinedAt: time() })),
})

const deal = {
  dealId: 1,
  asset: 'btc',
  madeAt: '2025-10-02T12:00:00.123Z',
  endedAt: null,
  rate: '1',
  sides: [{ userName: 'alice', joinedAt: '2025-10-02T12:00:00.000Z' }],
  hidden: 'never shown',
}

const page = { items: [deal, deal], page: 1, perPage: 2, total: 3 }

type Call = [what: string, output: z.ZodType, result: unknown, route: Partial<RestRoute>]

const CALLS: Call[] = [
  ['a resource', Deal, deal, {}],
  ['a resource beside a message', Deal, deal, { message: 'Done' }],
  ['a resource under a name', Deal, deal, { message: 'Done', under: 'deal' }],
  ['a page', pageOf(Deal), page, { under: 'deals' }],
  ['nothing', z.null(), null, { message: 'Done' }],
]

/** Rooms has its pagination beside the list, which so needs a name. */
const BARE_PAGE: Call = ['a page without a name', pageOf(Deal), page, {}]

describe.each(dialects)('in the %s dialect', (name) => {
  const dialect = DIALECTS[name]

  const calls = name === 'rooms' ? CALLS : [...CALLS, BARE_PAGE]

  test.each(calls)('the answer with %s is what the document says', (_, output, result, given) => {
    expectDocumented(name, output, result, given)
  })

  test('a refusal is what the document says, whatever its code', () => {
    for (const code of ERROR_CODES) {
      const schema = failureSchema(name, [code])
      for (const fields of [[], [{ path: ['amount', 0], message: 'is required' }]]) {
        const body = dialect.failure(new SoukError(code, 'Because'), fields)
        expect(schema.parse(body), code).toEqual(body)
      }
    }
  })

  test('moments and coins are shown in no other form', () => {
    const shown = createTranslator(dialect, 'out')
    const seen = dialect.time(deal.madeAt)
    expect(shown(time()).safeParse(seen).success).toBe(true)
    expect(shown(time()).safeParse(`${seen}0`).success).toBe(false)
    expect(shown(coinShown()).safeParse(dialect.coin('btc')).success).toBe(true)
    expect(shown(coinShown()).safeParse('bTc').success).toBe(false)
  })
})

function expectDocumented(
  dialect: Dialect,
  output: z.ZodType,
  result: unknown,
  given: Partial<RestRoute>,
): void {
  const rest: RestRoute = { method: 'GET', path: '/deals', dialect, ...given }
  const procedure = query({ access: 'public', summary: '', input: z.object({}), output, rest: [] })
  const { body } = compileRoute('deals', procedure, rest).respond(result)
  const isPaged = isPage(output)
  const shown = createTranslator(DIALECTS[dialect], 'out')(isPaged ? output.shape.items : output)
  const schema = successSchema(DIALECTS[dialect], rest, shown, isPaged)
  // Fields that the schema does not know of would be missing from what it gives back.
  expect(schema.parse(body)).toEqual(body)
}

describe('what may be given', () => {
  const given = createTranslator(DIALECTS.plain, 'in')
  const takes = (schema: z.ZodType, value: unknown) => given(schema).safeParse(value).success

  test('has the documents’ names at every depth', () => {
    const nested = z.object({ sellerId: id(), items: z.array(z.object({ unitPrice: z.string() })) })
    expect(takes(nested, { seller_id: 1, items: [{ unit_price: '1' }] })).toBe(true)
    expect(takes(nested, { seller_id: 1, items: [{ unitPrice: '1' }] })).toBe(false)
  })

  test('has the rule that stands behind a transformation', () => {
    expect(takes(coin(), 'BTC')).toBe(true)
    expect(takes(coin(), 'DOGE')).toBe(false)
    expect([100, '0.5'].every((value) => takes(amount(), value))).toBe(true)
    expect(takes(amount(), '-1')).toBe(false)
    expect([undefined, 1, '1'].every((value) => takes(callerId(), value))).toBe(true)
    expect(takes(callerId(), 0)).toBe(false)
  })

  test('keeps limits, defaults and descriptions', () => {
    const fields = z.object({
      ...pageFields(20),
      tags: z.array(z.string()).max(3).describe('Up to three.'),
    })
    const schema = z.toJSONSchema(given(fields), { io: 'input' })
    expect(schema).toMatchObject({
      required: ['tags'],
      properties: {
        page: { minimum: 1, default: 1, description: expect.stringContaining('from 1') },
        per_page: { minimum: 1, default: 20 },
        tags: { maxItems: 3, description: 'Up to three.' },
      },
    })
  })
})
