import type { Fill } from './fill.ts'

/** Eight in ten products are in one of eight categories; the rest have many others. */
const CATEGORY = `case when n % 10 < 8 then (array['Electronics', 'Digital Goods', 'Software', 'Services',
  'Books', 'Art & Design', 'Gaming', 'Other'])[1 + n % 8] else 'Rare ' || n / 5 % users end`

/** The whole of a category, and its first word. */
const LEADS = `array[lower(category), split_part(lower(category), ' ', 1)]`

/** Everybody sells, and says of somebody's product what they think. */
export const fillShop: Fill = async ({ run, rows, users, at }) => {
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
     select n, 1 + n % users as seller, ${CATEGORY} as category
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
