import type { Fill } from './fill.ts'
import { insertHolds, insertTransfers, NEXT_HOLD } from './ledger.ts'

/** Eight in ten products are in one of eight categories; the rest have many others. */
const CATEGORY = `case when n % 10 < 8 then (array['Electronics', 'Digital Goods', 'Software', 'Services',
  'Books', 'Art & Design', 'Gaming', 'Other'])[1 + n % 8] else 'Rare ' || n end`

/** The whole of a category, and its first word. */
const LEADS = `array[lower(category), split_part(lower(category), ' ', 1)]`

/** Who sells a third of all there is; whoever comes after them buys it. */
export const LARGE = 7

export const fillShop: Fill = async (filling) => {
  await fillCatalogue(filling)
  await fillOrders(filling)
  await fillAddresses(filling)
}

/** Everybody sells, and says of somebody's product what they think. */
const fillCatalogue: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into last_seen (user_id, at) select n, ${at('n')} from generate_series(1, ${users}) n`,
  )
  await run(
    `insert into sellers (id, user_id, store_name, description, category, category_leads, is_verified,
                          rating_sum, review_count, total_sales, total_revenue, product_count, search,
                          joined_at, updated_at)
     overriding system value
     select n, n, 'Store ' || n, 'What there is', category, ${LEADS}, n % 5 = 0, n % 5 * (n % 7), n % 7,
            n % 1000, n % 1000 * 20, ${rows / users},
            array_to_tsvector(array['store', 'kind' || n % 20, 'store' || n]), ${at('n')}, ${at('n')}
       from (select n, ${CATEGORY} as category from generate_series(1, ${users}) n,
                    (values (${users})) as of (users)) known`,
  )
  await run(
    `create temp table new_products as
     select n, case when n % 3 = 0 then ${LARGE} else 1 + n % users end as seller, ${CATEGORY} as category
       from generate_series(1, ${rows}) n, (values (${users})) as of (users)`,
  )
  await run(
    `insert into products (id, seller_id, owner_id, name, description, price_btc, price_eur, category,
                           category_key, images, tags, in_stock, stock_quantity, digital_product,
                           specifications, rating_sum, review_count, sales_count, search, created_at,
                           updated_at, is_active)
     overriding system value
     select n, seller, seller, 'Item ' || n, 'What it is and does', n % 997 * 0.0001 + 0.0001,
            n % 997 + 1, category, lower(category), '{}', '{}', true, 10, true, '[]',
            n % 5 * (n % 7), n % 7, n % 1000,
            array_to_tsvector(array['item', 'word' || n % 50, 'only' || n,
              '=' || lower(category), '=' || split_part(lower(category), ' ', 1)]), ${at('n')}, ${at('n')},
            n % 20 > 0
       from new_products`,
  )
  await run(
    `insert into product_categories (key, leads)
     select distinct on (lower(category)) lower(category), ${LEADS} from new_products`,
  )
  await run(
    `insert into product_views (product_id, views) select n, n % 100 from generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into reviews (id, product_id, seller_id, user_id, rating, content, created_at)
     overriding system value
     select n, n, 1 + n % ${users}, 1 + (n + 7) % ${users}, 1 + n % 5, 'As described', ${at('n')}
       from generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into review_votes (review_id, user_id)
     select n, 1 + (n + 9) % ${users} from generate_series(1, ${rows}) n`,
  )
}

/** One for each product. A few of them are not completed yet, or never will be. */
const fillOrders: Fill = async ({ run, rows, users, at }) => {
  await run(
    `create temp table new_orders as
     select p.id as order_id, buyer.id as owner, 'main' as kind, 'btc' as asset, p.owner_id as seller,
            p.id as product, p.price_btc as amount, p.price_eur as eur,
            trunc(p.price_btc / 100, 8) as fee, status.of as status,
            case when status.of not in ('PENDING', 'CANCELLED')
                 then next.hold + p.id - 1 end as hold,
            case status.of when 'COMPLETED' then 'posted' when 'REFUNDED' then 'voided'
                           else 'pending' end as hold_status,
            'order:' || p.id || ':' || p.owner_id as reference, ${at('p.id')} as at
       from products p, ${NEXT_HOLD} as next (hold),
            lateral (select 1 + p.owner_id % ${users} as id) buyer,
            lateral (select case p.id % 100 when 0 then 'PENDING' when 1 then 'PAID'
              when 2 then 'CONFIRMED' when 3 then 'SHIPPED' when 4 then 'CANCELLED'
              when 5 then 'REFUNDED' else 'COMPLETED' end as of) status
      where p.id <= ${rows}`,
  )
  await run(insertHolds('new_orders'))
  await run(
    `insert into orders (id, buyer_id, status, total_btc, total_eur, payment_confirmed, expires_at,
                         paid_at, completed_at, is_counted, created_at, updated_at)
     overriding system value
     select order_id, owner, status, amount, eur, hold is not null,
            case status when 'PENDING' then now() + interval '1 day' else at + interval '30 minutes' end,
            case when hold is not null then at end, case status when 'COMPLETED' then at end,
            status = 'COMPLETED', at, at
       from new_orders`,
  )
  await run(
    `insert into order_items (id, order_id, buyer_id, product_id, seller_id, quantity, price_btc,
                              price_eur)
     overriding system value
     select order_id, order_id, owner, product, seller, 1, amount, eur from new_orders`,
  )
  await run(
    `create temp table new_escrows as
     select row_number() over (order by order_id) as escrow, o.*,
            case status when 'PAID' then 'FUNDED' when 'COMPLETED' then 'RELEASED'
                        when 'REFUNDED' then 'REFUNDED' else 'CONFIRMED' end as escrow_status
       from new_orders o where hold is not null`,
  )
  await run(
    `insert into order_parts (order_id, seller_id, buyer_id, amount_btc, fee_btc, state, refunded_btc,
                              hold_id, settled_at, order_status, escrow_id, escrow_status)
     select order_id, seller, owner, amount, fee,
            case when status in ('PENDING', 'PAID', 'CANCELLED') then 'WAITING'
                 when status = 'COMPLETED' then 'SHIPPED' else status end,
            case status when 'REFUNDED' then amount else 0 end, hold,
            case when status in ('COMPLETED', 'REFUNDED') then at end, status, escrow, escrow_status
       from new_orders left join new_escrows
            using (order_id, owner, seller, amount, fee, status, hold, at)`,
  )
  await run(
    `insert into escrows (id, order_id, buyer_id, status, amount_btc, amount_eur, funded_at, created_at,
                          updated_at)
     overriding system value
     select escrow, order_id, owner, escrow_status, amount, eur, at, at, at from new_escrows`,
  )
  await run(
    `insert into escrow_participants (id, escrow_id, user_id, role, agreed_at)
     overriding system value
     select 2 * escrow - 1, escrow, owner, 'BUYER', at from new_escrows union all
     select 2 * escrow, escrow, seller, 'SELLER', at from new_escrows`,
  )
  await run(
    `create temp table order_payments as
     select hold, owner as payer, kind as payer_kind, payee, payee_kind, asset, paid as amount,
            'escrow.release' as reason, reference, at
       from new_orders, lateral (values (seller, 'main', amount - fee), (null, 'fees', fee))
                        as part (payee, payee_kind, paid)
      where status = 'COMPLETED'`,
  )
  await run(insertTransfers('order_payments'))
}

const fillAddresses: Fill = async ({ run, users, at }) => {
  for (const table of ['deposit_addresses', 'payout_addresses']) {
    const column = table === 'deposit_addresses' ? 'created_at' : 'updated_at'
    await run(
      `insert into ${table} (user_id, address, ${column})
       select n, 'tb1of' || n, ${at('n')} from generate_series(1, ${users}) n`,
    )
  }
}
