import type { Fill } from './fill.ts'

/**
 * A message for every trade and every offer, beside those of tickets. Its sender has read it; of the others
 * every second has.
 */
export const fillConversations: Fill = async ({ run }) => {
  await run(
    `insert into messages (conversation, sender_id, body, created_at)
     select conversation, sender_id, 'Hello, is it still available?', at from (
       select 'trade:' || id as conversation, seller_id as sender_id, created_at as at from trades
       union all select 'offer:' || id, maker_id, created_at from offers) m
      order by at`,
  )
  await run(
    `insert into conversations (name, kind, messages, latest_id)
     select conversation, split_part(conversation, ':', 1), count(*), max(id)
       from messages group by conversation`,
  )
  await run(
    `insert into conversation_members
       (conversation, user_id, kind, latest_id, read_up_to, delivered_up_to, unread)
     select name, user_id, kind, latest_id, case when is_read then latest_id else 0 end, latest_id,
            (not is_read)::integer
       from (
         select 'trade:' || id as name, unnest(array[seller_id, buyer_id]) as user_id from trades
         union all select 'offer:' || id, unnest(array[seller_id, buyer_id]) from offers
         union all select 'ticket:' || id, user_id from tickets) sides
       join conversations c using (name) join messages m on m.id = c.latest_id,
       lateral (select m.sender_id = user_id or m.id % 2 = 0 as is_read) mark
      where user_id is not null`,
  )
}
