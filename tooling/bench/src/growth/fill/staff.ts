import { coin, type Fill } from './fill.ts'

export const fillStaff: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into audit_log (staff_id, action, subject, details, created_at)
     select (1 + n % 10) * ${users / 10},
            (array['settings.updated', 'deposit.credited', 'withdrawal.approved'])[1 + n % 3],
            'user:' || 1 + n % ${users}, '{"note": "as agreed"}', ${at('n')}
       from generate_series(1, ${rows}) n`,
  )
  // Of rights that do not keep ads out of the market.
  await run(
    `insert into user_restrictions (user_id, what)
     select n, what from generate_series(1, ${users}) n, unnest('{withdraw,deposit,transfer}'::text[]) what`,
  )
  await run(
    `insert into deal_limits (asset, user_id, maximum)
     select ${coin('n')}, n, 1000 from generate_series(1, ${users}) n`,
  )
}
