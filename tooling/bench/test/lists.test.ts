import { type Ctx, verbs } from '@souk/core'
import { startTestCore, type TestCore } from '@souk/core/testing/test-core.ts'
import { createTestDatabase, onServer } from '@souk/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillDatabase } from '../src/growth/fill-database.ts'

// Deep in a list, beyond where page numbers end, a page costs what the first one after a cursor does.

/** In each table of the filled database. */
const ROWS = 3000
/** Page numbers end here. */
const NUMBERED = 10_000
/** In those tables whose lists are read beyond it. */
const BEYOND = 10_300

const { ads, offers, disputes } = verbs.market
const { products, sellers } = verbs.shop
const { staff, trades, wallet } = verbs
const BEST = { sortBy: 'rating', sortOrder: 'desc' } as const
const MARKET = { cryptoCurrency: 'btc', fiatCurrency: 'usd', adType: 'buy' } as const

type Paging = { page: number; perPage: number; cursor?: string | undefined }
type Page = { items: object[]; nextCursor?: string | undefined }
type List = (ctx: Ctx, paging: Paging) => Promise<Page>
type Who = 'staff' | 'user'

/** Each list as it is asked for, by whom, and beyond how many entries it is read. */
const LISTS: [name: string, who: Who, beyond: number, list: List][] = [
  ['all trades', 'staff', 2000, (ctx, p) => trades.list(ctx, { mine: false, ...p })],
  ['trades of a coin', 'staff', 450, (c, p) => trades.list(c, { mine: false, asset: 'btc', ...p })],
  ['done', 'staff', 1000, (c, p) => trades.list(c, { mine: false, status: 'completed', ...p })],
  ['my trades', 'user', 1000, (ctx, p) => trades.list(ctx, { mine: true, ...p })],
  ['open trades and mine', 'user', 1000, (ctx, p) => trades.list(ctx, { mine: false, ...p })],
  ['a chat', 'user', NUMBERED, (ctx, p) => trades.chat.list(ctx, { tradeId: chat, ...p })],
  ['ads', 'user', NUMBERED, (ctx, p) => ads.list(ctx, { sort: 'newest', ...p })],
  ['a market', 'user', 1000, (ctx, p) => ads.list(ctx, { sort: 'newest', ...MARKET, ...p })],
  [
    'a way of paying',
    'user',
    2000,
    (ctx, p) => ads.list(ctx, { sort: 'newest', paymentMethod: 'barter', ...p }),
  ],
  ['the cheapest', 'user', NUMBERED, (ctx, p) => ads.list(ctx, { sort: 'price', ...p })],
  ['the dearest', 'user', 2000, (ctx, p) => ads.list(ctx, { sort: '-price', ...p })],
  ['the cheapest here', 'user', 1000, (c, p) => ads.list(c, { sort: 'price', ...MARKET, ...p })],
  ['the dearest here', 'user', 1000, (c, p) => ads.list(c, { sort: '-price', ...MARKET, ...p })],
  ['my ads', 'user', 1000, (ctx, p) => ads.mine(ctx, p)],
  ['my offers', 'user', 1000, (ctx, p) => offers.list(ctx, p)],
  ['disputes', 'staff', 2000, (ctx, p) => disputes.list(ctx, p)],
  ['users', 'staff', NUMBERED, (ctx, p) => staff.users.list(ctx, p)],
  ['limits', 'staff', NUMBERED, (ctx, p) => staff.limits.list(ctx, p)],
  ['deposits', 'staff', 2000, (ctx, p) => staff.deposits.list(ctx, p)],
  ['credited', 'staff', 1000, (ctx, p) => staff.deposits.list(ctx, { status: 'credited', ...p })],
  ['withdrawals', 'staff', 2000, (ctx, p) => staff.withdrawals.list(ctx, p)],
  ['transactions', 'staff', 5000, (ctx, p) => staff.transactions.list(ctx, p)],
  ['of a coin', 'staff', 1000, (ctx, p) => staff.transactions.list(ctx, { coin: 'btc', ...p })],
  ['the audit', 'staff', 2000, (ctx, p) => staff.audit.list(ctx, p)],
  ['products', 'user', 2000, (ctx, p) => products.list(ctx, { ...BEST, ...p })],
  [
    'in art',
    'user',
    200,
    (ctx, p) => products.list(ctx, { ...BEST, category: 'art', ...p, perPage: 20 }),
  ],
  ['an item', 'user', 2000, (ctx, p) => products.list(ctx, { ...BEST, search: 'item', ...p })],
  [
    'of the best sellers',
    'user',
    2000,
    (ctx, p) => products.list(ctx, { ...BEST, sortBy: 'sellerRating', ...p }),
  ],
  [
    'sellers',
    'user',
    50,
    (ctx, p) => sellers.list(ctx, { ...BEST, verifiedOnly: false, ...p, perPage: 5 }),
  ],
  ['my deposits', 'user', 1000, (ctx, p) => wallet.deposits.list(ctx, p)],
  ['my withdrawals', 'user', 1000, (ctx, p) => wallet.withdrawals.list(ctx, p)],
]

let core: TestCore
let url: string
let chat: number
beforeAll(async () => {
  const database = await createTestDatabase()
  url = database.url
  await fillDatabase(url, { users: 60, rows: ROWS })
  core = await startTestCore({
    database,
    rates: { current: async () => ({ 'btc:usd': '60000', 'eth:usd': '2500', 'btc:eur': '50000' }) },
  })
  await onServer(url, async (run) => {
    for (const sql of MORE) await run(sql)
  })
  const [trade] = await core.sql('select max(id) as id from trades where buyer_id = 1')
  chat = Number(trade?.id)
  await core.sql(
    `insert into messages (conversation, sender_id, body, created_at)
     select 'trade:' || $1, 1, 'Hello ' || n, now() from generate_series(1, ${BEYOND}) n`,
    [chat],
  )
  await core.sql('vacuum analyze')
}, 120_000)
afterAll(() => core.close())

/** Where the filled database has few. Prices are the same for many, and each other one floats. */
const MORE = [
  'set session_replication_role = replica',
  'update trades set seller_id = 1 where id % 2 = 0 and buyer_id <> 1',
  'update offers set seller_id = 1, maker_id = 1 where id % 2 = 0 and buyer_id <> 1',
  'update deposits set user_id = 1 where hashtext(id::text) % 2 = 0',
  'update withdrawals set user_id = 1 where hashtext(id::text) % 2 = 0',
  `insert into users (username, username_key, created_at, updated_at)
   select 'extra' || n, 'extra' || n, now(), now() from generate_series(1, ${BEYOND}) n`,
  `insert into deal_limits (asset, user_id, maximum)
   select 'trx', id, 5 from users where username like 'extra%'`,
  `insert into ads (owner_id, ad_type, crypto_currency, fiat_currency, payment_method, price_type,
                    price_per_unit, margin, crypto_amount, available, start_date, time_to_pay,
                    status, created_at, updated_at)
   select 1, 'buy', (array['btc', 'eth', 'ltc'])[1 + n / 5 % 3], (array['usd', 'eur'])[1 + n / 3 % 2],
          'barter', case n % 2 when 0 then 'fixed' else 'floating' end,
          case n % 2 when 0 then 50000 + n % 20 end, case n % 2 when 1 then n % 7 - 2 end,
          10, 10, '2025-01-01', 30, 'active', now(), now()
     from generate_series(1, ${BEYOND}) n`,
]

interface Asked {
  readonly text: string
  readonly values: readonly unknown[]
}

/** A context that remembers the pages' statements. */
function listening(who: Who): { ctx: Ctx; asked: Asked[] } {
  const asked: Asked[] = []
  const ctx = core.as({ kind: who, userId: 1, uuid: '', sessionId: '' })
  const db = Object.create(ctx.db, {
    query: {
      value: (statement: { name: string; text: string }, values: readonly unknown[]) => {
        if (/ (list|next)$/.test(statement.name)) asked.push({ text: statement.text, values })
        return ctx.db.query(statement, values)
      },
    },
  })
  return { ctx: { ...ctx, db }, asked }
}

/** How many blocks PostgreSQL looks at for a page, with a plan for it or with one for all. */
function costOf({ text, values }: Asked, plans: 'force_custom_plan' | 'force_generic_plan') {
  return onServer(url, async (run) => {
    await run(`set plan_cache_mode = ${plans}`)
    await run(`prepare page as ${text}`)
    const given = values.map((value) =>
      value === null ? 'null' : `'${String(value).replaceAll("'", "''")}'`,
    )
    const [row] = await run(`explain (analyze, buffers, format json) execute page (${given})`)
    const [{ Plan: plan }] = (row as { 'QUERY PLAN': [{ Plan: Record<string, number> }] })[
      'QUERY PLAN'
    ]
    return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0)
  })
}

describe('a list is read as far as it goes, and each page costs the same', () => {
  test.each(LISTS)(
    '%s',
    async (_name, who, beyond, list) => {
      const { ctx, asked } = listening(who)
      const seen = new Set<string>()
      let cursor: string | undefined
      let entries = 0
      let page = 0
      do {
        page += 1
        const found = await list(ctx, { page, perPage: 100, cursor })
        for (const item of found.items)
          seen.add(String((item as { id?: number }).id ?? JSON.stringify(item)))
        entries += found.items.length
        cursor = found.nextCursor
      } while (cursor !== undefined && entries <= beyond)
      expect(entries).toBeGreaterThan(beyond)
      expect(seen.size).toBe(entries)
      const [, second, ...later] = asked
      const deep = later.at(-2)
      if (!second || !deep) throw new Error('too short a list')
      for (const plans of ['force_custom_plan', 'force_generic_plan'] as const) {
        const [first, last] = [await costOf(second, plans), await costOf(deep, plans)]
        expect(last, plans).toBeLessThan(2 * first + 100)
      }
    },
    60_000,
  )
})
