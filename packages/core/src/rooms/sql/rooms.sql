-- Negotiation rooms (document 5). Locks are taken in one order: the pair (hold_pair), an offer, the room's
-- streams (hold_room), a product, what an order locks, streams of users.

create or replace function room_streams(r rooms) returns text[] language sql immutable as $$
  select array['room:' || r.id, 'rooms:' || r.buyer_id, 'rooms:' || r.seller_id]
$$;

-- What happens in a room goes one after another from here on. An order's streams come later: an answer is the
-- only one that has both.
create or replace function hold_room(r rooms) returns void language plpgsql as $$
declare v_stream text;
begin
  for v_stream in select name from unnest(room_streams(r)) name order by name loop
    perform hold_stream(v_stream);
  end loop;
end $$;

-- A room, for one of its two; null for anybody else.
create or replace function room_for(p_ctx call_context, p_room bigint) returns rooms
language sql stable as $$
  select r from rooms r where r.id = p_room and p_ctx.actor_id in (r.buyer_id, r.seller_id)
$$;

-- Whom an actor writes to in a room.
create or replace function other_side(r rooms, p_user bigint) returns bigint
language sql immutable as $$
  select case p_user when r.buyer_id then r.seller_id else r.buyer_id end
$$;

-- Somebody as those they write with see them.
create or replace function room_user(u users) returns jsonb language sql stable as $$
  select jsonb_build_object('id', u.id, 'username', u.username, 'profilePicture', avatar_of(u),
                            'isSeller', exists (select from sellers where user_id = u.id))
$$;

-- What a message says of a product: as it is now.
create or replace function product_snapshot(p products, p_eur_rate numeric) returns jsonb
language sql immutable as $$
  select jsonb_build_object('id', 'PRD_' || p.id, 'name', p.name, 'price', price_in_eur(p, p_eur_rate),
                            'currency', 'EUR', 'image_url', p.images[1])
$$;

-- What messages of the actor's say of the room.
create or replace function about_room(p_ctx call_context, r rooms) returns jsonb language sql stable as $$
  select jsonb_build_object('roomId', r.id,
                            'isSeller', exists (select from sellers where user_id = p_ctx.actor_id))
$$;

-- What a room is about; null where it is about no product.
create or replace function room_product(p products, p_eur_rate numeric) returns jsonb
language sql stable as $$
  select case when p.id is not null then jsonb_build_object(
    'id', p.id, 'name', p.name, 'price', price_in_eur(p, p_eur_rate)::text, 'image', p.images[1]) end
$$;

-- The room that a conversation is.
create or replace function room_of(p_conversation text) returns bigint language sql immutable as $$
  select substr(p_conversation, 6)::bigint
$$;

-- A room as it is answered to whoever opens it.
create or replace view opened_room_view as
select r.id, r.buyer_id as "buyerId", r.seller_id as "sellerId", r.product_id as "productId",
       r.request_id as "requestId", m.created_at as "lastMessageAt",
       b.unread as "unreadCountBuyer", s.unread as "unreadCountSeller"
  from rooms r join conversations c on c.name = 'room:' || r.id
       join conversation_members b on b.conversation = c.name and b.user_id = r.buyer_id
       join conversation_members s on s.conversation = c.name and s.user_id = r.seller_id
       left join messages m on m.id = c.latest_id;

-- Opens the room of two, or finds it. outcome: done, or why there is none: unknown, self, no_store, no_product
-- (none of the seller's that is for sale), or as writing_refused has it.
create or replace function open_room(
  p_ctx call_context, p_buyer bigint, p_seller bigint, p_product bigint, p_request bigint,
  out outcome text, out room jsonb, out is_new boolean)
language plpgsql as $$
declare v_other bigint := case p_ctx.actor_id when p_buyer then p_seller else p_buyer end; v_room bigint;
begin
  outcome := 'done'; is_new := false;
  v_room := found_room(p_buyer, p_seller, p_product, p_request);
  if v_room is null then
    perform share_pair(p_buyer, p_seller);
    outcome := coalesce(
      case when not exists (select from users where id = v_other) then 'unknown'
           when p_buyer = p_seller then 'self'
           when not exists (select from sellers where user_id = p_seller) then 'no_store'
           when p_product is not null and not exists (
             select from products where id = p_product and owner_id = p_seller and is_active)
           then 'no_product' end,
      writing_refused(p_ctx.actor_id, v_other), 'done');
    if outcome <> 'done' then return; end if;
    insert into rooms (buyer_id, seller_id, product_id, request_id, created_at)
    values (p_buyer, p_seller, p_product, p_request, p_ctx.at) on conflict do nothing
    returning id into v_room;
    is_new := v_room is not null;
    v_room := coalesce(v_room, found_room(p_buyer, p_seller, p_product, p_request));
    if is_new then perform open_conversation('room:' || v_room, array[p_buyer, p_seller]); end if;
  end if;
  room := (select to_jsonb(v) from opened_room_view v where v.id = v_room);
end $$;

-- The room of two about this, as the index on it finds it.
create or replace function found_room(p_buyer bigint, p_seller bigint, p_product bigint, p_request bigint)
returns bigint language sql volatile as $$
  select id from rooms
   where buyer_id = p_buyer and seller_id = p_seller
     and coalesce(product_id, 0) = coalesce(p_product, 0)
     and coalesce(request_id, 0) = coalesce(p_request, 0)
$$;

-- Writes a message in a room. p_writer: the session and the connection that it comes from. p_offer: what makes
-- it an offer, as "offer".
create or replace function post_in_room(
  p_ctx call_context, r rooms, p_body text, p_type text, p_data jsonb, p_client_id text, p_writer jsonb,
  p_offer jsonb default '{}', out message jsonb, out streams text[], out is_new boolean)
language plpgsql as $$
begin
  select p.message, p.streams, p.is_new into message, streams, is_new
    from post_message(
      p_ctx, 'room:' || r.id, array[r.buyer_id, r.seller_id], room_streams(r),
      about_room(p_ctx, r) || p_writer || p_offer,
      p_ctx.actor_id, 'room.message', p_body, p_type, p_data, p_client_id, true) p;
end $$;

-- Sends a message that is no offer. p_product: one that it names; of one that is hidden it shows nothing.
-- outcome: done, no_access, or as writing_refused has it.
create or replace function post_room_message(
  p_ctx call_context, p_room bigint, p_body text, p_type text, p_data jsonb, p_product bigint,
  p_eur_rate numeric, p_client_id text, p_writer jsonb,
  out outcome text, out message jsonb, out is_new boolean, out streams text[])
language plpgsql as $$
declare
  r rooms := room_for(p_ctx, p_room);
  v_product jsonb := (select product_snapshot(p, p_eur_rate) from products p
                       where p.id = p_product and p.is_active);
begin
  outcome := room_refusal(p_ctx, r);
  if outcome is not null then return; end if;
  select p.message, p.is_new, p.streams into message, is_new, streams
    from post_in_room(
      p_ctx, r, p_body, p_type,
      case when v_product is null then p_data - 'product'
           else p_data || jsonb_build_object('product', v_product) end,
      p_client_id, p_writer) p;
  outcome := 'done';
end $$;

-- Why the actor may write nothing in a room; null where they may. Whoever blocks somebody waits for what is on
-- its way between the two.
create or replace function room_refusal(p_ctx call_context, r rooms) returns text
language plpgsql volatile as $$
begin
  if r.id is null then return 'no_access'; end if;
  perform share_pair(r.buyer_id, r.seller_id);
  return writing_refused(p_ctx.actor_id, other_side(r, p_ctx.actor_id));
end $$;

-- Marks a room as read up to a message, or all of it, and notes when. outcome: done or no_access.
create or replace function read_room(
  p_ctx call_context, p_room bigint, p_up_to bigint,
  out outcome text, out read_up_to bigint, out unread bigint, out streams text[])
language plpgsql as $$
declare r rooms := room_for(p_ctx, p_room); v_changed boolean;
begin
  outcome := case when r.id is null then 'no_access' else 'done' end;
  if outcome <> 'done' then return; end if;
  select m.changed, m.read_up_to, m.unread, m.streams into v_changed, read_up_to, unread, streams
    from mark_messages(p_ctx, 'room:' || p_room, p_up_to, true, room_streams(r), 'room.read',
                       jsonb_build_object('roomId', p_room)) m;
  if v_changed then
    insert into room_reads (room_id, user_id, up_to, read_at)
    values (p_room, p_ctx.actor_id, read_up_to, p_ctx.at) on conflict do nothing;
  end if;
end $$;
