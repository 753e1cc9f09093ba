import type { Fill } from './fill.ts'
import { LARGE } from './shop.ts'

/** Who hears from nobody. */
export const BLOCKING = 11

/**
 * Everybody has threads with those after them, and one user with everybody, each with a message; the first of all
 * has as many again. One user has blocked everybody.
 */
export const fillChat: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into direct_threads (id, user_one, user_two, created_at)
     overriding system value
     select n, least(one, two), greatest(one, two), ${at('n')}
       from (select n, 1 + n % ${users} as one, 1 + (n + 1 + n / ${users}) % ${users} as two
               from generate_series(1, ${rows}) n
             union all
             select ${rows} + n, ${LARGE}, n from generate_series(1, ${users}) n where n <> ${LARGE}) pairs
     on conflict do nothing`,
  )
  await run(
    `insert into messages (conversation, sender_id, body, created_at)
     select 'direct:' || id, user_one, 'Hello, how are you?', created_at from direct_threads
     union all
     select 'direct:' || id, case n % 2 when 0 then user_one else user_two end, 'Fine.', ${at('n')}
       from (select * from direct_threads order by id limit 1) first, generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into conversations (name, kind, messages, latest_id)
     select conversation, 'direct', count(*), max(id) from messages
      where conversation like 'direct:%' group by conversation`,
  )
  await run(
    `insert into conversation_members
       (conversation, user_id, kind, latest_id, read_up_to, delivered_up_to, unread)
     select c.name, user_id, 'direct', c.latest_id, c.latest_id, c.latest_id, 0
       from direct_threads t join conversations c on c.name = 'direct:' || t.id,
            unnest(array[user_one, user_two]) user_id`,
  )
  await run(
    `insert into user_blocks (user_id, blocked_id, created_at)
     select user_two, user_one, created_at from direct_threads
     union all
     select ${BLOCKING}, n, ${at('n')} from generate_series(1, ${users}) n where n <> ${BLOCKING}
     on conflict do nothing`,
  )
  await run(
    `insert into message_reports
       (message_id, reporter_id, reported_id, reason, message, context, status, created_at)
     select m.id, t.user_two, m.sender_id, 'Rude', m.body, '[]',
            case t.id % 20 when 0 then 'open' else 'dismissed' end, m.created_at
       from direct_threads t join messages m on m.conversation = 'direct:' || t.id
      where m.sender_id = t.user_one and m.body like 'Hello%'`,
  )
}
