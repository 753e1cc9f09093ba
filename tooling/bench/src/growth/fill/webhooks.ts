import type { Fill } from './fill.ts'
import { LARGE } from './shop.ts'

/**
 * Everybody has one webhook, which was told as much as every other, and one as much as all of them; one delivery in
 * twenty has failed.
 */
export const fillWebhooks: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into webhook_endpoints (id, user_id, url, events, secret, after_seq, created_at, updated_at)
     overriding system value
     select n, n, 'https://hooks.example/' || n, '{order.created}', '', 0, ${at('n')}, ${at('n')}
       from generate_series(1, ${users}) n`,
  )
  await run(`insert into webhook_followers (user_id, seq) select id, 0 from webhook_endpoints`)
  await run(
    `insert into webhook_queues (endpoint_id, user_id) select id, id from webhook_endpoints`,
  )
  await run(`insert into webhook_lines (user_id, slow) select id, true from webhook_endpoints`)
  await run(
    `insert into webhook_deliveries (endpoint_id, seq, event, body, status, attempts, give_up_at,
                                     request_url, response_status, duration_ms, attempted_at, created_at)
     select case when n > ${rows} then ${LARGE} else 1 + n % ${users} end, n, 'order.created', '{"event":"order.created"}',
            case n % 20 when 0 then 'failed' else 'delivered' end, 1, ${at('n / 2')},
            'https://hooks.example/', case n % 20 when 0 then 500 else 200 end, 40, ${at('n / 2')}, ${at('n / 2')}
       from generate_series(1, ${2 * rows}) n`,
  )
}
