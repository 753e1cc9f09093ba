import type { Fill } from './fill.ts'
import { LARGE } from './shop.ts'

/** The room in which most is said. */
const BUSIEST = 1

export const fillRooms: Fill = async (filling) => {
  await makeRooms(filling)
  await makeOffers(filling)
  await makeTalk(filling)
  await makeMarks(filling)
}

/**
 * For each product on sale one of its seller and somebody, and one about nothing of the largest seller with each
 * of many: 50,000 of their 126,000 where there are 120,000 products.
 */
const makeRooms: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into rooms (id, buyer_id, seller_id, product_id, created_at)
     overriding system value
     select id, 1 + owner_id % ${users}, owner_id, id, ${at('id')} from products
      where is_active and id <= ${rows}
     union all
     select ${rows} + n, n, ${LARGE}, null, ${at('n')} from generate_series(1, ${(users * 2) / 5}) n
      where n <> ${LARGE}`,
  )
}

/** The first message in each room about a product. */
const makeOffers: Fill = async ({ run }) => {
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
}

/** Five more messages in each room, between those of others, and a third as many as all of them in the first. */
const makeTalk: Fill = async ({ run, rows, at }) => {
  await run(
    `insert into messages (conversation, sender_id, body, created_at)
     select 'room:' || id, case n % 2 when 0 then buyer_id else seller_id end, 'Well?', at
       from (select id, buyer_id, seller_id, n, ${at(`n * ${rows / 5}`)} as at
               from rooms, generate_series(1, 5) n
             union all
             select id, buyer_id, seller_id, n, ${at('n * 2 / 5')}
               from rooms, generate_series(1, ${(rows * 5) / 2}) n where id = ${BUSIEST}) said
      order by at, id`,
  )
  await run(
    `insert into conversations (name, kind, messages, latest_id)
     select conversation, 'room', count(*), max(id) from messages
      where conversation like 'room:%' group by conversation`,
  )
}

/** Each message was read when it came, but for a third of the rooms of the largest seller, who has read nothing there. */
const makeMarks: Fill = async ({ run }) => {
  await run(
    `create temp table new_marks as
     select r.id as room_id, 'room:' || r.id as conversation, user_id,
            user_id = r.seller_id and r.seller_id = ${LARGE} and r.id % 9 = 0 as is_new
       from rooms r, unnest(array[buyer_id, seller_id]) user_id`,
  )
  await run(
    `insert into room_reads (room_id, user_id, up_to, read_at)
     select n.room_id, n.user_id, m.id, m.created_at
       from new_marks n join messages m on m.conversation = n.conversation and m.sender_id <> n.user_id
      where not n.is_new`,
  )
  await run(
    `insert into conversation_members
       (conversation, user_id, kind, latest_id, read_up_to, delivered_up_to, unread)
     select n.conversation, n.user_id, 'room', c.latest_id, case when is_new then 0 else c.latest_id end,
            c.latest_id, case when is_new then (
              select count(*) from messages m
               where m.conversation = n.conversation and m.sender_id <> n.user_id) else 0 end
       from new_marks n join conversations c on c.name = n.conversation`,
  )
}
