import { type Ctx, verbs } from '@souk/core'
import { processorTimeOf } from '../processor.ts'
import { compare, median } from '../rate.ts'
import { costRow, processorRow, type Row, ratioRow } from '../report.ts'
import type { RunningSouk, World } from '../world.ts'

const FEW = 10_000
const MANY = 1_000_000
const VENDORS = 1000
const ASKED = 200
const CLIENTS = 16

/** Pages of twelve, as people ask for them. */
const PAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: {},
  filtered: { category: 'art', minPrice: '0.001', maxPrice: '0.05', sortBy: 'price' },
  searched: { search: 'harbour ma' },
  'searched and filtered': { search: 'harbour ma', category: 'art', maxPrice: '0.05' },
}

/** Pages of products out of a million against out of ten thousand, and against their statement on pg. */
export async function* shop(world: World): AsyncIterable<Row> {
  const souk = await world.startSouk()
  await fillVendors(world)
  await fill(world, 1, FEW)
  const few = await timesOf(souk)
  await fill(world, FEW + 1, MANY)
  const many = await timesOf(souk)
  for (const [name, query] of Object.entries(PAGES)) {
    const [small = 0, large = 0] = [few.get(name), many.get(name)]
    const measured = `${small.toFixed(2)} ms out of ${FEW}, ${large.toFixed(2)} ms out of ${MANY}`
    const line = `products, page of 12, ${name}`
    yield costRow(line, 'ten thousand', large / small, measured, 1.3)
    yield processorRow(line, await processorTimeOf(world, souk, () => page(souk, query), ASKED), 1)
    const statement = await statementOf(query)
    const [ours = 0, onPg = 0] = await compare(
      [
        { name: 'ours', clients: CLIENTS, work: () => page(souk, query) },
        { name: 'pg', clients: CLIENTS, work: () => world.pool.query(statement).then(() => {}) },
      ],
      { rounds: 3 },
    )
    yield ratioRow(line, 'its statement on pg', ours, onPg, 0.5)
  }
  await souk.stop()
}

async function page(souk: RunningSouk, query: Readonly<Record<string, string>>): Promise<void> {
  await souk.get(`/api/products?${new URLSearchParams(query)}`)
}

async function timesOf(souk: RunningSouk): Promise<Map<string, number>> {
  const medians = new Map<string, number>()
  for (const [name, query] of Object.entries(PAGES)) {
    const times: number[] = []
    for (let n = 0; n < ASKED; n += 1) {
      const start = performance.now()
      await page(souk, query)
      times.push(performance.now() - start)
    }
    medians.set(name, median(times.slice(ASKED / 4)))
  }
  return medians
}

/** The statement that Souk reads such a page with, and its values. */
async function statementOf(query: object) {
  const asked: { name: string; text: string; values: unknown[] }[] = []
  const ctx = {
    rates: { current: async () => ({}) },
    counts: { total: async () => 0 },
    db: {
      query: async ({ name, text }: { name: string; text: string }, values: unknown[]) => {
        asked.push({ name, text, values })
        return []
      },
    },
  }
  // A list without rows touches no more of it than this.
  const usual = { sortBy: 'rating', sortOrder: 'desc', page: 1, perPage: 12 } as const
  await verbs.shop.products.list(ctx as unknown as Ctx, { ...usual, ...query })
  const [statement] = asked
  if (!statement) throw new Error('a page of products is read without a statement')
  return statement
}

async function fillVendors({ pool }: World): Promise<void> {
  await pool.query(
    `with vendors as (
       insert into users (username, username_key, created_at, updated_at)
       select 'vendor' || n, 'vendor' || n, now(), now() from generate_series(1, ${VENDORS}) n
       returning id, username)
     insert into sellers (user_id, store_name, description, category, category_leads, search,
                          joined_at, updated_at)
     select id, username, '', 'Other', '{other}', '', now(), now() from vendors`,
  )
  await pool.query(
    `insert into product_categories (key, leads) values
       ('art & design', '{art,art &,art & design}'), ('books', '{books}'), ('other', '{other}')
     on conflict do nothing`,
  )
}

/** Each word is in so many of a hundred products, however many there are, whatever else they have. */
async function fill({ pool }: World, from: number, to: number): Promise<void> {
  await pool.query(
    `with vendors as (
       select array_agg(s.id order by s.id) as sellers, array_agg(s.user_id order by s.id) as users
         from sellers s join users u on u.id = s.user_id where u.username like 'vendor%')
     insert into products (seller_id, owner_id, name, description, price_btc, category, category_key,
       images, tags, in_stock, stock_quantity, digital_product, specifications, rating_sum,
       review_count, sales_count, search, created_at, updated_at)
     select sellers[1 + n % ${VENDORS}], users[1 + n % ${VENDORS}], 'Map ' || n, 'Of the harbour',
            0.0001 * (1 + n % 997), category, lower(category), '{}', '{}', true, 10, true, '[]',
            n % 5 * (n % 7), n % 7, n % 1000,
            array_to_tsvector(array['map', 'number' || n, '=' || split_part(lower(category), ' ', 1)] ||
              case when n % 19 = 0 then array['harbour'] else '{}' end), now(), now()
       from vendors, generate_series($1::int, $2::int) n,
            lateral (select (array['Art & Design', 'Books', 'Other'])[1 + n / 7 % 3] as category) c`,
    [from, to],
  )
  await pool.query('vacuum analyze products')
}
