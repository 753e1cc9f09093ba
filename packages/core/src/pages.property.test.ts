import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Ctx, SignedIn } from './context.ts'
import { listAds } from './market/ads/list-ads.ts'
import { startTestCore, type TestCore } from './testing/test-core.ts'
import { listTrades } from './trades/list-trades.ts'
import { listAllDeposits } from './wallet/list-all-deposits.ts'

// Random lists are read by cursor while others write: nothing comes twice, and nothing that was there
// all the time is left out.

let core: TestCore
let owner: SignedIn
let staff: SignedIn
beforeAll(async () => {
  const rates = { current: async () => ({ 'btc:usd': '100', 'btc:eur': '90' }) }
  core = await startTestCore({ rates })
  ;[owner, staff] = [await core.newUser(), await core.newUser('staff')]
})
afterAll(() => core.close())
beforeEach(() => core.sql('delete from ads'))

/** A page of a list, as ids. */
type Read = (
  cursor: string | undefined,
) => Promise<{ ids: unknown[]; nextCursor?: string | undefined }>

/** What others do between two pages. */
interface Writes {
  readonly added: readonly number[]
  /** Which of the rows go, as parts of them all. */
  readonly removed: readonly number[]
}

const writes = fc.array(
  fc.record({
    added: fc.array(fc.nat({ max: 1000 }), { maxLength: 4 }),
    removed: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 2 }),
  }),
  { maxLength: 12 },
)
const lists = fc.record({
  rows: fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 25 }),
  perPage: fc.integer({ min: 1, max: 5 }),
  between: writes,
})
const RUNS = { numRuns: 40 }

/** Reads a list while others write, and gives what has come in the order in which it came. */
async function walk(
  read: Read,
  between: readonly Writes[],
  table: { add(seed: number): Promise<unknown>; remove(id: unknown): Promise<unknown> },
  there: Set<unknown>,
): Promise<unknown[]> {
  const seen: unknown[] = []
  let cursor: string | undefined
  let page = 0
  do {
    const { ids, nextCursor } = await read(cursor)
    seen.push(...ids)
    cursor = nextCursor
    const { added = [], removed = [] } = between[page] ?? {}
    for (const part of removed) {
      const id = [...there][Math.floor(part * there.size)]
      if (id === undefined) continue
      there.delete(id)
      await table.remove(id)
    }
    for (const seed of added) await table.add(seed)
    page += 1
  } while (cursor !== undefined)
  return seen
}

function holds(seen: unknown[], there: Set<unknown>): void {
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toEqual(expect.arrayContaining([...there]))
}

const idOf = async (sql: string, values: readonly unknown[]) => (await core.sql(sql, values))[0]?.id

/** Few prices, so that many are the same; some float, in one of three currencies: one has no rate. */
const addAd = (seed: number) =>
  idOf(
    `insert into ads (owner_id, ad_type, crypto_currency, fiat_currency, payment_method, price_type,
                      price_per_unit, margin, crypto_amount, available, start_date, time_to_pay,
                      status, created_at, updated_at)
     select $1, 'buy', 'btc', (array['usd', 'usd', 'eur', 'gbp'])[1 + $2 % 4], 'cash',
            case $2 / 4 % 2 when 0 then 'fixed' else 'floating' end,
            case $2 / 4 % 2 when 0 then 98 + $2 / 8 % 5 end,
            case $2 / 4 % 2 when 1 then $2 / 8 % 5 - 2 end,
            1, 1, '2025-01-01', 30, 'active', now(), now() returning id::int`,
    [owner.userId, seed],
  )

test.each([
  ['newest', {}],
  ['price', {}],
  ['-price', {}],
  ['newest', { cryptoCurrency: 'btc', fiatCurrency: 'usd', adType: 'buy' }],
  ['price', { cryptoCurrency: 'btc', fiatCurrency: 'usd', adType: 'buy' }],
  ['-price', { cryptoCurrency: 'btc', fiatCurrency: 'usd', adType: 'buy' }],
] as const)('ads by %s, of %j', async (sort, market) => {
  await fc.assert(
    fc.asyncProperty(lists, async ({ rows, perPage, between }) => {
      await core.sql('delete from ads')
      for (const seed of rows) await addAd(seed)
      const ctx: Ctx = core.as(owner)
      const ads = (page: number, more: object) =>
        listAds(ctx, { sort, ...market, page, perPage, ...more })
      const before = await ads(1, { perPage: 100 })
      const there = new Set<unknown>(before.items.map(({ id }) => id))
      const prices = new Map<unknown, number>()
      const read: Read = async (cursor) => {
        const { items, nextCursor } = await ads(1, { cursor })
        for (const { id, pricePerUnit } of items) {
          prices.set(id, pricePerUnit === null ? Number.POSITIVE_INFINITY : Number(pricePerUnit))
        }
        return { ids: items.map(({ id }) => id), nextCursor }
      }
      const table = {
        add: addAd,
        remove: (id: unknown) =>
          core.sql(`update ads set status = 'closed', available = 0 where id = $1`, [id]),
      }
      const seen = await walk(read, between, table, there)
      holds(seen, there)
      if (sort === 'newest') return
      const shown = seen.map((id) => prices.get(id) ?? 0)
      const last = (price: number) =>
        sort === '-price' && price === Number.POSITIVE_INFINITY ? -1 : price
      const sorted = shown.map(last).toSorted((a, b) => (sort === 'price' ? a - b : b - a))
      expect(shown.map(last)).toEqual(sorted)
    }),
    RUNS,
  )
})

test('deposits of the same moment, for staff', async () => {
  const add = (seed: number) =>
    idOf(
      `insert into deposits (user_id, asset, amount, status, created_at, updated_at)
       values ($1, (array['btc', 'eth'])[1 + $2 % 2], 1, 'pending',
               timestamptz '2026-01-01' + $2 / 2 % 4 * interval '1 microsecond', now()) returning id`,
      [owner.userId, seed],
    )
  await fc.assert(
    fc.asyncProperty(lists, fc.boolean(), async ({ rows, perPage, between }, one) => {
      await core.sql('delete from deposits')
      for (const seed of rows) await add(seed)
      const filter = one ? ({ coin: 'btc' } as const) : {}
      const list = (more: object) =>
        listAllDeposits(core.as(staff), { ...filter, page: 1, perPage, ...more })
      const there = new Set<unknown>((await list({ perPage: 100 })).items.map(({ id }) => id))
      const read: Read = async (cursor) => {
        const { items, nextCursor } = await list({ cursor })
        return { ids: items.map(({ id }) => id), nextCursor }
      }
      const remove = (id: unknown) => core.sql('delete from deposits where id = $1', [id])
      holds(await walk(read, between, { add, remove }, there), there)
    }),
    RUNS,
  )
})

test('trades that are taken meanwhile stay in the list of those who may see them', async () => {
  const [seller, buyer] = [await core.newUser(), await core.newUser()]
  const add = (seed: number) =>
    idOf(
      `with hold as (
         insert into ledger.holds (account_id, asset, amount, reference, created_at)
         select id, asset, 1, 'trade:' || gen_random_uuid(), now() from ledger.accounts
          where owner_id = $1 and kind = 'p2p' and asset = 'btc' returning id)
       insert into trades (seller_id, asset, amount, fee, status, hold_id, created_at, updated_at)
       select $1, 'btc', 1, 0, 'open', hold.id, now(), now() from hold where $2 >= 0 returning id::int`,
      [seller.userId, seed],
    )
  await fc.assert(
    fc.asyncProperty(lists, async ({ rows, perPage, between }) => {
      await core.sql('delete from trades')
      for (const seed of rows) await add(seed)
      const list = (more: object) =>
        listTrades(core.as(buyer), { mine: false, page: 1, perPage, ...more })
      const all = (await list({ perPage: 100 })).items.map(({ id }) => id)
      const read: Read = async (cursor) => {
        const { items, nextCursor } = await list({ cursor })
        return { ids: items.map(({ id }) => id), nextCursor }
      }
      const remove = (id: unknown) =>
        core.sql(`update trades set status = 'in_progress', buyer_id = $2 where id = $1`, [
          id,
          buyer.userId,
        ])
      const seen = await walk(read, between, { add, remove }, new Set<unknown>(all))
      holds(seen, new Set<unknown>(all))
    }),
    RUNS,
  )
})

const REFUSED = { code: 'VALIDATION_FAILED', fields: [{ path: ['cursor'] }] }

test('a cursor is of one list, its filters and its reader', async () => {
  for (const seed of [0, 4, 8]) await addAd(seed)
  const [ctx, paging] = [core.as(owner), { page: 1, perPage: 1 }]
  const { nextCursor: cursor } = await listAds(ctx, { ...paging, sort: 'price' })
  expect(cursor).toMatch(/^[\w-]{30,200}$/)
  expect((await listAds(ctx, { page: 2, perPage: 2, sort: 'price', cursor })).items).toHaveLength(2)
  const refused = (call: Promise<unknown>) => expect(call).rejects.toMatchObject(REFUSED)
  await refused(listAds(ctx, { ...paging, cursor }))
  await refused(listAds(ctx, { ...paging, sort: 'price', cryptoCurrency: 'btc', cursor }))
  await refused(listTrades(ctx, { ...paging, mine: false, cursor }))
  const made = Buffer.concat([Buffer.alloc(16), Buffer.from('["0","1","1"]')])
  for (const wrong of [
    'x',
    '%00',
    'null',
    `${cursor}A`,
    cursor?.slice(1),
    made.toString('base64url'),
  ]) {
    await refused(listAds(ctx, { ...paging, sort: 'price', cursor: wrong }))
  }
})

test('no cursor leads on from the last page', async () => {
  for (const seed of [0, 4, 8]) await addAd(seed)
  const ads = (perPage: number, page = 1) => listAds(core.as(owner), { page, perPage })
  expect(await ads(3)).not.toHaveProperty('nextCursor')
  expect(await ads(2, 2)).not.toHaveProperty('nextCursor')
  expect(await ads(2)).toHaveProperty('nextCursor')
})
