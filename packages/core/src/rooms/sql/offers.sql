-- Offers of a price. See rooms.sql for the order of locks.

-- How an offer stands: pending ones have expired while their product cannot be had, or its seller has since
-- set its prices so that the same in EUR comes to more in BTC, which is what is paid; or has taken away the price
-- in EUR that it went by, where the rate may say anything.
create or replace function offer_status(o room_offers, p products, p_seller bigint) returns text
language sql stable as $$
  select case
    when o.status = 'pending' and (p.owner_id <> p_seller or not p.is_active or not p.in_stock
                                   or p.stock_quantity < 1
                                   or case when p.price_eur is null then not o.by_rate
                                           else price_in_btc(p, o.price_eur, null) > o.price_btc end) then 'expired'
    else o.status end
$$;

-- An offer as the contract shows it, but for what its message says.
create or replace view room_offer_view as
select o.id, o.room_id, o.product_id as "productId", shown_price(o.price_eur) as price,
       offer_status(o, p, r.seller_id) as status, o.message, o.answer, o.order_id as "orderId",
       o.counter_offer_id as "counterOfferId"
  from room_offers o join rooms r on r.id = o.room_id join products p on p.id = o.product_id;

-- What a piece costs in BTC that costs so much in EUR, as its prices stand to each other; null while
-- nobody knows.
create or replace function price_in_btc(p products, p_price_eur numeric, p_eur_rate numeric)
returns numeric language sql immutable as $$
  select round(case when p.price_eur is not null then p_price_eur * p.price_btc / p.price_eur
                    else p_price_eur / nullif(p_eur_rate, 0) end, 8)
$$;

-- Why nobody can offer so much for a product; null where they can.
create or replace function price_refusal(p products, p_price_eur numeric, p_eur_rate numeric)
returns text language sql immutable as $$
  select case when v_btc is null then 'no_rate' when v_btc < 0.00000001 then 'too_little'
              when v_btc >= 21000000 then 'too_much' end
    from price_in_btc(p, p_price_eur, p_eur_rate) v_btc
$$;

-- A price in EUR, to the cent.
create or replace function shown_price(p_price numeric) returns text language sql immutable as $$
  select to_char(p_price, 'FM999999999999990.00')
$$;

-- Writes an offer in a room whose streams are held.
create or replace function make_offer(
  p_ctx call_context, r rooms, p products, p_price numeric, p_words text, p_eur_rate numeric,
  p_client_id text, p_writer jsonb, out message jsonb, out streams text[], out is_new boolean)
language plpgsql as $$
declare v_price text := shown_price(p_price);
begin
  select m.message, m.streams, m.is_new into message, streams, is_new
    from post_in_room(
      p_ctx, r, 'Offered €' || v_price || ' for ' || p.name, 'offer',
      jsonb_build_object(
        'product_id', 'PRD_' || p.id, 'product_name', p.name,
        'product_price', price_in_eur(p, p_eur_rate), 'offer_amount', p_price,
        'offer_message', p_words, 'product', product_snapshot(p, p_eur_rate)),
      p_client_id, p_writer,
      jsonb_build_object('offer', jsonb_build_object(
        'productId', p.id, 'price', v_price, 'status', 'pending', 'message', p_words))) m;
  if not is_new then return; end if;
  insert into room_offers
    (id, room_id, maker_id, product_id, price_eur, price_btc, by_rate, message, created_at)
  values ((message -> 'id')::bigint, r.id, p_ctx.actor_id, p.id, p_price,
          price_in_btc(p, p_price, p_eur_rate), p.price_eur is null, p_words, p_ctx.at);
  streams := streams || tell_of_offer(
    p_ctx, r, 'MADE', 'You have an offer',
    (message ->> 'senderUsername') || ' offers €' || v_price || ' for ' || p.name, (message -> 'id')::bigint);
end $$;

-- Tells the other side what has become of an offer. Returns the stream in which they hear it.
create or replace function tell_of_offer(
  p_ctx call_context, r rooms, p_what text, p_title text, p_words text, p_offer bigint)
returns text language plpgsql as $$
declare v_to bigint := other_side(r, p_ctx.actor_id);
begin
  perform hold_stream('user:' || v_to);
  perform notify(p_ctx, v_to, 'ROOM_OFFER_' || p_what, p_title, p_words,
                 jsonb_build_object('roomId', r.id, 'offerId', p_offer));
  return 'user:' || v_to;
end $$;

-- Sends an offer. outcome: done, no_access, no_product (none of the seller's that is for sale),
-- insufficient_stock, as price_refusal has it, or as writing_refused does.
create or replace function post_room_offer(
  p_ctx call_context, p_room bigint, p_product bigint, p_price numeric, p_words text,
  p_eur_rate numeric, p_client_id text, p_writer jsonb,
  out outcome text, out message jsonb, out is_new boolean, out streams text[])
language plpgsql as $$
declare r rooms := room_for(p_ctx, p_room); p products;
begin
  outcome := room_refusal(p_ctx, r);
  if outcome is not null then return; end if;
  perform hold_room(r);
  -- Sent again, it is as it was, whatever has become of its product since.
  message := message_known_as('room:' || r.id, p_ctx.actor_id, p_client_id);
  if message is null then
    select * into p from products where id = p_product and owner_id = r.seller_id and is_active;
    outcome := case when p.id is null then 'no_product'
                    when not p.in_stock or p.stock_quantity < 1 then 'insufficient_stock'
                    else price_refusal(p, p_price, p_eur_rate) end;
    if outcome is not null then return; end if;
    select m.message, m.streams into message, streams
      from make_offer(p_ctx, r, p, p_price, p_words, p_eur_rate, p_client_id, p_writer) m;
  end if;
  is_new := streams is not null;
  message := about_room(p_ctx, r) || message;
  outcome := 'done';
end $$;

-- Answers an offer, by the rule that fits its status and the actor's role (see transition_trade): an order
-- is made, or another offer, in the same transaction. Whoever has answered so before is told the same again
-- (is_repeated). outcome: done, no_access, refused (no rule fits), as writing_refused or price_refusal has it, or
-- as place_order refuses the buyer's order. role is what the actor is to the offer, and side to the room.
create or replace function answer_offer(
  p_ctx call_context, p_offer bigint, p_action text, p_when text[], p_to text[], p_words text,
  p_price numeric, p_eur_rate numeric, p_fee_percent numeric, p_caps jsonb, p_writer jsonb,
  out outcome text, out detail text, out role text, out side text, out status text,
  out answer jsonb, out counter_offer jsonb, out is_repeated boolean, out streams text[])
language plpgsql as $$
declare o room_offers; r rooms; p products; v_rule integer;
begin
  r := room_for(p_ctx, (select room_id from room_offers where id = p_offer));
  outcome := room_refusal(p_ctx, r);
  if outcome is not null then return; end if;
  select * into o from room_offers where id = p_offer for no key update;
  perform hold_room(r);
  if p_action = 'accept' then perform from products where id = o.product_id for no key update; end if;
  select * into p from products where id = o.product_id;
  role := case p_ctx.actor_id when o.maker_id then 'maker' else 'other' end;
  side := case p_ctx.actor_id when r.buyer_id then 'buyer' else 'seller' end;
  status := offer_status(o, p, r.seller_id);
  v_rule := array_position(p_when, status || '/' || role);
  is_repeated := v_rule is null and is_answered_so(o, p_ctx.actor_id, p_to, p_price);
  if v_rule is null and not is_repeated then outcome := 'refused'; return; end if;
  if not is_repeated then
    o.status := p_to[v_rule];
    if p_action = 'accept' then
      select a.outcome, a.detail, (a."order" -> 'id')::bigint, a.streams
        into outcome, detail, o.order_id, streams
        from order_offered(p_ctx, r, p, o.price_eur, p_eur_rate, p_fee_percent, p_caps) a;
      outcome := case when outcome = 'refused' then 'refused order'
                      when outcome in ('too_little', 'too_much') then 'not_available'
                      else nullif(outcome, 'done') end;
    elsif p_action = 'counter' then
      outcome := price_refusal(p, p_price, p_eur_rate);
      if outcome is null then
        select m.message, m.streams into counter_offer, streams
          from make_offer(p_ctx, r, p, p_price, p_words, p_eur_rate, null, p_writer) m;
        o.counter_offer_id := (counter_offer -> 'id')::bigint;
      end if;
    end if;
    if outcome is not null then return; end if;
    streams := record_answer(p_ctx, r, o, p_words, p_writer) || streams;
  else
    counter_offer := (select about_room(p_ctx, r) || to_jsonb(v) from message_view v
                       where v.id = o.counter_offer_id);
  end if;
  answer := offer_answer(p_offer);
  outcome := 'done';
end $$;

-- Whether somebody has answered an offer before as they do now.
create or replace function is_answered_so(o room_offers, p_user bigint, p_to text[], p_price numeric)
returns boolean language sql stable as $$
  select o.answered_by is not distinct from p_user and o.status = any (p_to)
         and (o.status <> 'countered'
              or p_price = (select price_eur from room_offers where id = o.counter_offer_id))
$$;

-- Makes the buyer's order of one piece at the price that both have agreed to, as create_order does. Its
-- price in BTC goes by what the product costs in both.
create or replace function order_offered(
  p_ctx call_context, r rooms, p products, p_price numeric, p_eur_rate numeric, p_fee_percent numeric,
  p_caps jsonb, out outcome text, out detail text, out "order" jsonb, out streams text[])
language plpgsql as $$
begin
  outcome := case when not exists (select from users where id = r.buyer_id and is_active) then 'refused'
                  else price_refusal(p, p_price, p_eur_rate) end;
  if outcome is not null then return; end if;
  select o.outcome, o.detail, o."order", o.streams into outcome, detail, "order", streams
    from place_order(
      p_ctx, r.buyer_id,
      jsonb_build_array(jsonb_build_object(
        'productId', p.id, 'quantity', 1, 'priceEur', p_price,
        'priceBtc', price_in_btc(p, p_price, p_eur_rate))),
      p_eur_rate, p_fee_percent, p_caps) o;
end $$;

-- Writes what has become of an offer that is locked, and tells the room, and its maker. Returns the streams in
-- which it is recorded.
create or replace function record_answer(
  p_ctx call_context, r rooms, o room_offers, p_words text, p_writer jsonb)
returns text[] language plpgsql as $$
declare v_streams text[] := room_streams(r);
begin
  update room_offers
     set status = o.status, answer = p_words, answered_by = p_ctx.actor_id, answered_at = p_ctx.at,
         order_id = o.order_id, counter_offer_id = o.counter_offer_id
   where id = o.id;
  perform record_event(p_ctx, v_streams, 'room.offer_answered', p_writer || offer_answer(o.id));
  if o.status <> 'countered' then
    v_streams := v_streams || tell_of_offer(
      p_ctx, r, upper(o.status), 'Your offer was ' || o.status,
      'Your offer of €' || shown_price(o.price_eur) || ' for '
        || (select name from products where id = o.product_id) || ' was ' || o.status, o.id);
  end if;
  return v_streams;
end $$;

-- What has become of an offer, as the contract shows it.
create or replace function offer_answer(p_offer bigint) returns jsonb language plpgsql stable as $$
begin
  return (
    select jsonb_build_object(
             'roomId', o.room_id, 'offerId', o.id, 'status', o.status, 'userId', o.answered_by,
             'username', u.username, 'message', o.answer, 'orderId', o.order_id,
             'counterPrice', shown_price(c.price_eur), 'counterOfferId', c.id, 'answeredAt', o.answered_at)
      from room_offers o join users u on u.id = o.answered_by
           left join room_offers c on c.id = o.counter_offer_id
     where o.id = p_offer);
end $$;
