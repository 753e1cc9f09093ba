import type { Fill } from './fill.ts'
import { LARGE } from './shop.ts'

/**
 * An event for every trade, every offer and every message in a room in its own stream, four in that of each user,
 * and in that of the largest seller what is said in their rooms; and where somebody was who read that.
 */
export const fillEvents: Fill = async ({ run, rows, users, at }) => {
  const perUser = rows / users
  await run(
    `insert into events (stream, seq, type, data, actor_id, occurred_at)
     select stream, seq, type, jsonb_build_object('id', id, 'asset', 'btc', 'amount', '0.01',
              'fee', '0.0001', 'sellerName', 'Person', 'createdAt', at), null, at
       from (
         select 'trade:' || id as stream, 1 as seq, 'trade.created' as type, id, created_at as at
           from trades
         union all select 'offer:' || id, 1, 'offer.created', id, created_at from offers
         union all
         select 'user:' || n, seq, 'trade.created', n, ${at('n')}
           from generate_series(1, ${users}) n, generate_series(1, ${perUser}) seq) e`,
  )
  await run(
    `insert into events (stream, seq, type, data, actor_id, occurred_at)
     select stream, row_number() over (partition by stream order by id), 'room.message',
            jsonb_build_object('id', id, 'roomId', room_id, 'senderId', sender_id, 'senderName', 'Person',
              'message', body, 'createdAt', created_at), sender_id, created_at
       from (select m.*, r.id as room_id, unnest(case r.seller_id when ${LARGE}
                      then array[conversation, 'rooms:${LARGE}'] else array[conversation] end) as stream
               from messages m join rooms r on m.conversation = 'room:' || r.id) said`,
  )
  await run(
    `insert into event_streams (name, head) select stream, max(seq) from events group by stream`,
  )
  await run(
    `insert into reader_positions (id, user_id, session, door, positions, is_open, is_taken, seen_at)
     select gen_random_uuid(), n, 'session ' || n, '/', '{}', false, false, ${at('n')}
       from generate_series(1, ${users}) n`,
  )
}
