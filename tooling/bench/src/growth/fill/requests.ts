import type { Fill } from './fill.ts'
import { LARGE } from './shop.ts'

/**
 * Everybody has asked as much, and one user as much as a third of them; one request in twenty is open, and few
 * were closed. Each has an offer, a third of them by one seller, and the first has one of everybody's.
 */
export const fillRequests: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into requests (id, user_id, title, description, budget, status, search, expires_at,
                           created_at, updated_at)
     overriding system value
     select n, case when n % 3 = 0 then ${LARGE} else 1 + n % ${users} end, 'Request ' || n,
            'Something of that sort', n % 997 + 1,
            case when n % 20 = 0 then 'OPEN' when n % 2000 = 3 then 'CLOSED' when n % 20 = 1 then 'DELETED'
                 when n % 2 = 0 then 'FULFILLED' else 'EXPIRED' end,
            array_to_tsvector(array['request', 'word' || n % 50, 'only' || n]),
            now() + interval '30 days', ${at('n')}, ${at('n')}
       from generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into request_views (request_id, views) select n, n % 100 from generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into request_offers (request_id, seller_id, product_id, price, status, created_at, updated_at)
     select id, case when id % 3 = 0 then ${LARGE} else 1 + (id + 5) % ${users} end, id, 20,
            case status when 'FULFILLED' then 'ACCEPTED' when 'OPEN' then 'PENDING' else 'REJECTED' end,
            created_at, created_at
       from requests`,
  )
  await run(
    `insert into request_offers (request_id, seller_id, price, status, created_at, updated_at)
     select 1, n, 20, 'REJECTED', ${at('n')}, ${at('n')} from generate_series(1, ${users}) n`,
  )
}
