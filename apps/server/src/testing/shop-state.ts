import type { TestSouk } from './test-souk.ts'

const TABLES = [
  ...['orders', 'order_items', 'order_parts', 'escrows', 'payout_addresses'],
  ...['products', 'sellers', 'reviews', 'tickets', 'notifications', 'audit_log'],
] as const

/** What jobs add up by themselves. */
const COUNTED = `array['is_counted', 'sales_count', 'total_sales', 'total_revenue']`

const rowsOf = (table: string) =>
  `(select jsonb_agg(r order by r) from (select to_jsonb(t) - ${COUNTED} as r from ${table} t) as s)`

/** Everything in the shop, its money included: for tests of what must not change anything. */
export async function shopState({ sql }: Pick<TestSouk, 'sql'>): Promise<unknown> {
  const [state] = await sql(
    `select ${TABLES.map((table) => `${rowsOf(table)} as ${table}`).join(', ')},
            (select jsonb_agg(a order by to_jsonb(a)) from ledger.accounts a) as money,
            (select count(*) from events) as events, (select count(*) from pgboss.job) as jobs`,
  )
  return state
}
