import type { Fill } from './fill.ts'

/**
 * For each product on sale a room of its seller and somebody, with an offer; the first room has as many
 * messages again, each of them read when it came.
 */
export const fillRooms: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into rooms (id, buyer_id, seller_id, product_id, created_at)
     overriding system value
     select id, 1 + owner_id % ${users}, owner_id, id, ${at('id')} from products
      where is_active and id <= ${rows}`,
  )
  await run(
    `insert into messages (conversation, sender_id, type, body, data, created_at)
     select 'room:' || r.id, r.buyer_id, 'offer', 'Offered €1.00 for ' || p.name,
            jsonb_build_object('product_id', 'PRD_' || p.id, 'product', jsonb_build_object(
              'id', 'PRD_' || p.id, 'name', p.name, 'price', p.price_eur, 'currency', 'EUR',
              'image_url', null)), r.created_at
       from rooms r join products p on p.id = r.product_id`,
  )
  await run(
    `insert into room_offers (id, room_id, maker_id, product_id, price_eur, status, answered_by,
                              answered_at, created_at)
     select m.id, r.id, r.buyer_id, r.product_id, 1, 'rejected', r.seller_id, r.created_at, r.created_at
       from rooms r join messages m on m.conversation = 'room:' || r.id`,
  )
  await run(
    `insert into messages (conversation, sender_id, body, created_at)
     select 'room:' || id, case n % 2 when 0 then buyer_id else seller_id end, 'Well?', ${at('n')}
       from (select * from rooms order by id limit 1) first, generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into room_reads (room_id, user_id, up_to, read_at)
     select r.id, case m.sender_id when r.buyer_id then r.seller_id else r.buyer_id end, m.id, m.created_at
       from rooms r join messages m on m.conversation = 'room:' || r.id`,
  )
  await run(
    `insert into conversations (name, kind, messages, latest_id)
     select conversation, 'room', count(*), max(id) from messages
      where conversation like 'room:%' group by conversation`,
  )
  await run(
    `insert into conversation_members
       (conversation, user_id, kind, latest_id, read_up_to, delivered_up_to, unread)
     select c.name, user_id, 'room', c.latest_id, c.latest_id, c.latest_id, 0
       from rooms r join conversations c on c.name = 'room:' || r.id,
            unnest(array[buyer_id, seller_id]) user_id`,
  )
}
