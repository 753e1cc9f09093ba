import type { Fill } from './fill.ts'
import { LARGE } from './shop.ts'

/**
 * Everybody has been told as much, and one user as much as all of them; they have read it all up to the middle, and
 * then every second of it.
 */
export const fillNotifications: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into notifications (user_id, type, title, message, data, is_read, created_at)
     select case when n > ${rows} then ${LARGE} else 1 + n % ${users} end, 'TRADE_TAKEN', 'Trade taken',
            'Somebody has taken your trade', jsonb_build_object('tradeId', n), n / ${users} % 2 = 0,
            ${at('n / 2')}
       from generate_series(1, ${2 * rows}) n`,
  )
  await run(
    `insert into notification_inboxes (user_id, unread, read_up_to)
     select user_id, count(*) filter (where id > ${rows / 2} and not is_read), ${rows / 2}
       from notifications group by user_id`,
  )
}
