-- What can happen to an order. Locks are taken in this order: the order, which stands for its parts and its
-- escrow too, then products (by id), then what the ledger locks.

-- The buyer and the sellers of an order; p_sellers: of these only those.
create or replace function order_sides(p_order bigint, p_sellers bigint[] default null)
returns bigint[] language sql stable as $$
  select array_agg(user_id order by user_id)
    from (select buyer_id from orders where id = p_order
          union select seller_id from order_parts
                 where order_id = p_order and (p_sellers is null or seller_id = any (p_sellers))
         ) side (user_id)
$$;

create or replace function user_streams(p_users bigint[]) returns text[] language sql immutable as $$
  select array_agg('user:' || user_id) from unnest(p_users) user_id
$$;

-- What the actor is to an order; a member of staff who is a side of it is only that side.
create or replace function order_role(p_ctx call_context, o orders) returns text
language sql stable as $$
  select case
    when p_ctx.actor_id is null then 'system'
    when p_ctx.actor_id = o.buyer_id then 'buyer'
    when exists (select from order_parts where order_id = o.id and seller_id = p_ctx.actor_id)
    then 'seller'
    when p_ctx.is_staff then 'staff' else 'other' end
$$;

-- Why an order cannot have so many pieces of a locked product; outcome null when it can.
create or replace function item_refusal(
  p_buyer bigint, p products, p_quantity integer, out outcome text, out detail text)
language plpgsql stable as $$
begin
  outcome := case
    when p.id is null or not p.is_active or is_out_of_trading(p.owner_id, 'btc') then 'not_available'
    when p.owner_id = p_buyer then 'own_product'
    when not p.in_stock or p.stock_quantity < p_quantity then 'insufficient_stock' end;
  detail := case outcome when 'insufficient_stock' then p.name end;
end $$;

-- Why somebody may not have one unpaid order more, as deal_refusal has it.
create or replace function orders_cap(p_user bigint, p_caps jsonb) returns text language plpgsql as $$
declare v_most integer := cap_of(p_user, p_caps);
begin
  if v_most is null then return null; end if;
  if v_most <= (select count(*) from (select from orders where buyer_id = p_user
                                         and status = 'PENDING' limit v_most) unpaid) then
    return 'cap ' || v_most || ' unpaid orders';
  end if;
  return null;
end $$;

-- Why an order would hold more than its buyer may leave unpaid, as deal_refusal has it: in worth, what
-- their wallet could pay or a tenth of a bitcoin, a whole one for whoever has completed a deal; and whoever
-- has not, no more than half of a product's pieces. The products are locked.
create or replace function unpaid_refusal(
  p_user bigint, p_items jsonb, p_total numeric, p_caps jsonb)
returns text language plpgsql as $$
declare v_proven boolean; v_most numeric; v_refusal text;
begin
  if p_caps is null then return null; end if;
  v_proven := exists (select from proven_users where user_id = p_user);
  v_most := greatest(case when v_proven then 1 else 0.1 end, (
    select balance - held from ledger.accounts
     where owner_id = p_user and kind = 'main' and asset = 'btc'));
  if v_most < p_total + (select coalesce(sum(total_btc), 0) from orders
                          where buyer_id = p_user and status = 'PENDING') then
    return 'unpaid ' || trim_scale(v_most) || ' BTC';
  end if;
  if v_proven then return null; end if;
  select 'unpaid ' || (stock + held + 1) / 2 || ' pieces of ' || name into v_refusal
    from (select p.id, p.name, p.stock_quantity as stock, (i ->> 'quantity')::bigint as wanted,
                 (select coalesce(sum(u.quantity), 0)::bigint from orders o join order_items u on u.order_id = o.id
                   where o.buyer_id = p_user and o.status = 'PENDING' and u.product_id = p.id) as held
            from jsonb_array_elements(p_items) i join products p on p.id = (i ->> 'productId')::bigint) line
   where held + wanted > (stock + held + 1) / 2 order by id limit 1;
  return v_refusal;
end $$;

-- Orders something for the actor. p_items is [{"productId", "quantity"}], each product once; the rest is as
-- place_order has it.
create or replace function create_order(
  p_ctx call_context, p_items jsonb, p_eur_rate numeric, p_fee_percent numeric, p_caps jsonb,
  out outcome text, out detail text, out "order" jsonb, out streams text[])
language sql as $$
  select * from place_order(p_ctx, p_ctx.actor_id, p_items, p_eur_rate, p_fee_percent, p_caps)
$$;

-- Makes an order of somebody's: reserves its pieces and fixes its prices. An item may have prices of its own,
-- "priceBtc" and "priceEur", which its seller has agreed to. p_eur_rate is what a bitcoin costs, for
-- products without a price in EUR.
-- outcome: done, not_available or own_product (detail is the product's id), insufficient_stock (detail is
-- its name), too_much (worth more than there can be), or refused (detail says why, as deal_refusal does).
create or replace function place_order(
  p_ctx call_context, p_buyer bigint, p_items jsonb, p_eur_rate numeric, p_fee_percent numeric,
  p_caps jsonb, out outcome text, out detail text, out "order" jsonb, out streams text[])
language plpgsql as $$
declare o orders; p products; v_item record; v_cap text := orders_cap(p_buyer, p_caps);
begin
  o.total_btc := 0; o.total_eur := 0;
  for v_item in select i as asked, (i ->> 'productId')::bigint as product, (i ->> 'quantity')::integer as quantity
                  from jsonb_array_elements(p_items) i order by 2
  loop
    select * into p from products where id = v_item.product for no key update;
    select r.outcome, coalesce(r.detail, v_item.product::text) into outcome, detail
      from item_refusal(p_buyer, p, v_item.quantity) r;
    if outcome is not null then return; end if;
    select o.total_btc + price.btc * v_item.quantity, o.total_eur + price.eur * v_item.quantity
      into o.total_btc, o.total_eur from item_price(v_item.asked, p, p_eur_rate) price;
  end loop;
  detail := coalesce(deal_refusal(p_buyer, 'btc', o.total_btc), v_cap,
                     unpaid_refusal(p_buyer, p_items, o.total_btc, p_caps));
  outcome := case when o.total_btc >= 21000000 or o.total_eur >= 1e15 then 'too_much'
                  when detail is not null then 'refused' end;
  if outcome is not null then return; end if;

  insert into orders (buyer_id, status, total_btc, total_eur, expires_at, created_at, updated_at)
  values (p_buyer, 'PENDING', o.total_btc, o.total_eur, p_ctx.at + interval '30 minutes',
          p_ctx.at, p_ctx.at)
  returning * into o;
  perform fill_order(o, p_items, p_eur_rate, p_fee_percent);
  perform schedule_order_expiry(p_ctx, o.id, o.expires_at);
  "order" := order_json(o.id);
  streams := record_order_event(p_ctx, o, 'create', null);
  outcome := 'done';
end $$;

-- What a piece costs in an order: as has been agreed for it, else as its seller asks.
create or replace function item_price(
  p_item jsonb, p products, p_eur_rate numeric, out btc numeric, out eur numeric)
language sql immutable as $$
  select coalesce((p_item ->> 'priceBtc')::numeric, p.price_btc),
         coalesce((p_item ->> 'priceEur')::numeric, price_in_eur(p, p_eur_rate))
$$;

-- What a piece costs in EUR: as its seller has set it, else by the rate; null where there is neither.
create or replace function price_in_eur(p products, p_eur_rate numeric) returns numeric
language sql immutable as $$
  select coalesce(p.price_eur, round(p.price_btc * p_eur_rate, 2))
$$;

-- Has an order looked at when its time to be paid is over.
create or replace function schedule_order_expiry(
  p_ctx call_context, p_order bigint, p_expires_at timestamptz)
returns void language plpgsql as $$
begin
  perform enqueue_job(p_ctx, 'order.expire', jsonb_build_object('orderId', p_order), p_expires_at);
end $$;

-- Writes what an order has, and takes it from the stock of the products, which are locked.
create or replace function fill_order(
  o orders, p_items jsonb, p_eur_rate numeric, p_fee_percent numeric)
returns void language plpgsql as $$
begin
  insert into order_items
    (order_id, buyer_id, product_id, seller_id, quantity, price_btc, price_eur)
  select o.id, o.buyer_id, p.id, p.owner_id, (i ->> 'quantity')::integer, price.btc, price.eur
    from jsonb_array_elements(p_items) with ordinality as items (i, place)
    join products p on p.id = (i ->> 'productId')::bigint
         cross join lateral item_price(i, p, p_eur_rate) price
   order by place;
  insert into order_parts (order_id, seller_id, buyer_id, amount_btc, fee_btc, order_status)
  select o.id, seller_id, o.buyer_id, sum(price_btc * quantity),
         trunc(sum(price_btc * quantity) * p_fee_percent / 100, 8), o.status
    from order_items where order_id = o.id group by seller_id;
  update products p set stock_quantity = p.stock_quantity - i.quantity
    from order_items i where i.order_id = o.id and p.id = i.product_id;
end $$;

-- Gives the pieces of sellers back to the stock.
create or replace function return_stock(p_order bigint, p_sellers bigint[])
returns void language plpgsql as $$
begin
  perform from products where id in (
    select product_id from order_items where order_id = p_order and seller_id = any (p_sellers))
    order by id for no key update;
  update products p set stock_quantity = p.stock_quantity + i.quantity
    from order_items i
   where i.order_id = p_order and p.id = i.product_id and i.seller_id = any (p_sellers);
end $$;

-- Whether a rule that fits may be followed: what its status and role do not say. Null when it may, else
-- why not: disputed, unclaimed (not paid by any hash, or into an escrow that is open for it), funded
-- (completes with its escrow), done_before (this seller’s part is beyond it), paid_outside (a seller has
-- confirmed that), or paid (it is in escrow, or the buyer has said so: not to be cancelled any more).
create or replace function order_obstacle(
  p_ctx call_context, o orders, p_action text, p_hash text)
returns text language plpgsql stable as $$
declare v_escrow text; v_state text;
begin
  select status into v_escrow from escrows where order_id = o.id;
  select state into v_state from order_parts where order_id = o.id and seller_id = p_ctx.actor_id;
  return case
    when v_escrow = 'DISPUTED' then 'disputed'
    when p_action = 'confirm' and o.status = 'PENDING' and o.claimed_at is null
         and (p_hash is null or v_escrow is not null) then 'unclaimed'
    when p_action = 'complete' and v_escrow <> 'PENDING' then 'funded'
    when p_action = 'confirm' and v_state <> 'WAITING'
      or p_action = 'ship' and v_state <> 'CONFIRMED'
      or p_action = 'cancel' and p_ctx.actor_id <> o.buyer_id and v_state <> 'WAITING'
      or p_action = 'refund' and v_state in ('RELEASED', 'REFUNDED', 'CANCELLED') then 'done_before'
    when p_action = 'pay' and exists (select from order_parts where order_id = o.id
                                         and state not in ('WAITING', 'CANCELLED')) then 'paid_outside'
    when p_action = 'cancel' and o.status <> 'PENDING'
         and (v_escrow <> 'PENDING' or o.claimed_at is not null) then 'paid' end;
end $$;

-- Applies the rule that fits the order's status and the actor's role (see transition_trade); nobody is
-- time itself. p_hash is what the buyer says that they have paid by. outcome: done, unknown, refused (no
-- rule fits), early (time came too soon and will come again), insufficient_funds, or what order_obstacle
-- says. Where it is not done, "order" is as it stands, and role what the actor is to it.
create or replace function transition_order(
  p_ctx call_context, p_order bigint, p_action text, p_hash text, p_when text[], p_to text[],
  out outcome text, out role text, out "order" jsonb, out streams text[])
language plpgsql as $$
declare o orders; v_rule integer;
begin
  select * into o from orders where id = p_order for no key update;
  role := order_role(p_ctx, o);
  if o.id is null or role = 'other' then outcome := 'unknown'; return; end if;
  v_rule := array_position(p_when, o.status || '/' || role);
  outcome := case
    when v_rule is null then 'refused'
    when role = 'system' and o.expires_at > p_ctx.at then 'early'
    else order_obstacle(p_ctx, o, p_action, p_hash) end;
  if outcome = 'early' then
    perform schedule_order_expiry(p_ctx, o.id, o.expires_at);
  elsif outcome is null and p_action = 'pay' and not fund_order(p_ctx, o) then
    outcome := 'insufficient_funds';
  end if;
  if outcome is null then
    streams := change_order(p_ctx, o, p_action, p_hash, p_to[v_rule]);
    outcome := 'done';
  end if;
  "order" := order_seen_by(p_ctx.actor_id, order_json(p_order));
end $$;

-- Writes a step of an order that is locked. A seller's step is one of their part: the order takes it once
-- all parts have. Returns the streams in which it is recorded.
create or replace function change_order(
  p_ctx call_context, o orders, p_action text, p_hash text, p_to text)
returns text[] language plpgsql as $$
declare v_to text := p_to; v_escrow text;
begin
  if p_action in ('cancel', 'expire') then
    perform cancel_parts(p_ctx, o, p_action);
    v_to := status_of_parts(o);
  elsif p_action in ('confirm', 'ship', 'refund') then
    perform change_part(p_ctx, o, p_action);
    v_to := status_of_parts(o);
  end if;
  update orders set
    status            = v_to,
    updated_at        = p_ctx.at,
    payment_hash      = case p_action when 'claim' then p_hash else coalesce(payment_hash, p_hash) end,
    claimed_at        = case p_action when 'claim' then coalesce(claimed_at, p_ctx.at) else claimed_at end,
    payment_confirmed = payment_confirmed or v_to not in ('PENDING', 'CANCELLED'),
    expires_at        = case when p_action = 'claim' and may_wait(o, p_hash)
                             then greatest(expires_at, created_at + interval '1 day') else expires_at end,
    paid_at           = case p_action when 'pay' then p_ctx.at else paid_at end,
    completed_at      = case v_to when 'COMPLETED' then p_ctx.at end
  where id = o.id;
  update order_parts set order_status = v_to where order_id = o.id and order_status <> v_to;
  v_escrow := sync_escrow(p_ctx, o.id, v_to);
  if v_to = 'COMPLETED' then perform complete_order(p_ctx, o.id); end if;
  return record_order_event(p_ctx, o, p_action, case p_action when 'pay' then 'FUNDED' else v_escrow end);
end $$;

-- Whether a claim gives an order a day, for a chain to be slow in: it names what could be a payment, no
-- other order was paid by it, and for others there are as many pieces left as it holds, or it is one.
create or replace function may_wait(o orders, p_hash text) returns boolean language plpgsql as $$
begin
  if p_hash !~* '^[0-9a-f]{64}$' then return false; end if;
  -- Whoever names it for several orders at once does so one after another.
  perform pg_advisory_xact_lock(hashtextextended('payment ' || lower(p_hash), 0));
  return not exists (select from orders other
                      where lower(other.payment_hash) = lower(p_hash) and other.id <> o.id
                        and other.status <> 'CANCELLED')
     and not exists (select from order_items i join products p on p.id = i.product_id
                      where i.order_id = o.id and i.quantity > greatest(p.stock_quantity, 1));
end $$;

-- Cancels parts that nobody has paid for: the seller's own; else all that wait, and with them, where the
-- buyer cancels, what a seller alone says has been paid. What of the order goes on is worth less.
create or replace function cancel_parts(p_ctx call_context, o orders, p_action text)
returns void language plpgsql as $$
declare
  v_by_buyer boolean := p_action = 'cancel' and p_ctx.actor_id = o.buyer_id;
  v_sellers bigint[] := array(
    select seller_id from order_parts
     where order_id = o.id
       and (p_action = 'expire' or v_by_buyer or seller_id = p_ctx.actor_id)
       and (state = 'WAITING' or state = 'CONFIRMED' and v_by_buyer and o.claimed_at is null));
begin
  perform return_stock(o.id, v_sellers);
  update order_parts set state = 'CANCELLED' where order_id = o.id and seller_id = any (v_sellers);
  perform from order_parts where order_id = o.id and state <> 'CANCELLED';
  if not found then return; end if;
  update orders set (total_btc, total_eur) = (
    select sum(i.price_btc * i.quantity), case when count(*) = count(i.price_eur)
                                               then sum(i.price_eur * i.quantity) end
      from order_items i join order_parts p using (order_id, seller_id)
     where i.order_id = o.id and p.state <> 'CANCELLED')
   where id = o.id;
  update escrows e set amount_btc = t.total_btc, amount_eur = t.total_eur
    from orders t where t.id = o.id and e.order_id = o.id;
end $$;

-- A seller's step with their part; what they refund goes back to the buyer, and the pieces to the stock as
-- long as they have not been sent.
create or replace function change_part(p_ctx call_context, o orders, p_action text)
returns void language plpgsql as $$
declare v_part order_parts;
begin
  select * into v_part from order_parts where order_id = o.id and seller_id = p_ctx.actor_id;
  if p_action = 'refund' then
    if v_part.state <> 'SHIPPED' then perform return_stock(o.id, array[v_part.seller_id]); end if;
    if v_part.hold_id is not null then perform ledger.void(v_part.hold_id, p_ctx.at); end if;
  end if;
  update order_parts set
    state        = case p_action when 'confirm' then 'CONFIRMED' when 'ship' then 'SHIPPED'
                                 else 'REFUNDED' end,
    refunded_btc = case p_action when 'refund' then amount_btc else refunded_btc end,
    settled_at   = case when p_action = 'refund' and hold_id is not null then p_ctx.at else settled_at end,
    confirmed_at = case p_action when 'confirm' then p_ctx.at else confirmed_at end
  where order_id = o.id and seller_id = v_part.seller_id;
end $$;

-- How far an order is by what has become of its parts: as far as the last of those that go on.
create or replace function status_of_parts(o orders) returns text language sql stable as $$
  select case
    when bool_and(state = 'CANCELLED') then 'CANCELLED'
    when bool_and(state in ('REFUNDED', 'CANCELLED')) then 'REFUNDED'
    when bool_and(state in ('RELEASED', 'REFUNDED', 'CANCELLED')) then 'COMPLETED'
    when o.status = 'DELIVERED' then 'DELIVERED'
    when bool_and(state not in ('WAITING', 'CONFIRMED')) then 'SHIPPED'
    when bool_and(state <> 'WAITING') then 'CONFIRMED'
    else o.status end
  from order_parts where order_id = o.id
$$;

-- Sets the total of an order aside from the buyer's main wallet, each seller's part by itself (but what was
-- cancelled), and notes that its escrow holds it. False when there is not enough.
create or replace function fund_order(p_ctx call_context, o orders) returns boolean
language plpgsql as $$
declare v_hold bigint; v_holds bigint[]; v_sellers bigint[]; v_amounts numeric[]; v_escrow bigint;
begin
  select array_agg(seller_id order by seller_id), array_agg(amount_btc order by seller_id)
    into v_sellers, v_amounts from order_parts where order_id = o.id and state <> 'CANCELLED';
  v_hold := ledger.hold(o.buyer_id, 'main', 'btc', o.total_btc, 'order:' || o.id || ':' || v_sellers[1],
                        p_ctx.at);
  if v_hold is null then return false; end if;
  v_holds := array[v_hold];
  if cardinality(v_sellers) > 1 then
    v_holds := ledger.regroup(v_holds, v_amounts,
      array(select 'order:' || o.id || ':' || seller from unnest(v_sellers) seller), p_ctx.at);
  end if;
  v_escrow := fund_escrow(p_ctx, o);
  update order_parts p
     set order_status = 'PAID', escrow_id = v_escrow, escrow_status = 'FUNDED',
         hold_id = (select hold from unnest(v_sellers, v_holds) f (seller, hold) where seller = p.seller_id)
   where p.order_id = o.id;
  return true;
end $$;

-- What follows from an order's end: its sides have dealt before, if money of the house's was in it, and
-- what it sold is counted, by a job: the sums of a seller are no row of a deal's.
create or replace function complete_order(p_ctx call_context, p_order bigint) returns void
language plpgsql as $$
begin
  perform prove(array(select seller_id from order_parts where order_id = p_order and hold_id is not null
                         and refunded_btc < amount_btc
                union select buyer_id from order_parts where order_id = p_order and hold_id is not null
                         and refunded_btc < amount_btc));
  perform enqueue_job(p_ctx, 'order.count', jsonb_build_object('orderId', p_order), p_ctx.at);
end $$;

-- Adds what a completed order sold to the sums of its products and sellers, once: what was paid into escrow
-- and not given back, at p_eur_rate a bitcoin (null: not known, and worth nothing here). What sides alone
-- say counts for nothing.
create or replace function count_order(
  p_ctx call_context, p_order bigint, p_eur_rate numeric, out counted boolean)
language plpgsql as $$
begin
  update orders set is_counted = true
   where id = p_order and status = 'COMPLETED' and not is_counted;
  counted := found;
  if not counted then return; end if;
  perform from products where id in (select product_id from order_items where order_id = p_order)
    order by id for no key update;
  update products p set sales_count = p.sales_count + i.quantity
    from order_items i join order_parts o using (order_id, seller_id)
   where i.order_id = p_order and p.id = i.product_id and is_earned(o);
  perform from sellers where user_id in (select seller_id from order_parts where order_id = p_order)
    order by id for no key update;
  update sellers s set total_sales = s.total_sales + t.pieces, total_revenue = s.total_revenue + t.eur
    from (select o.seller_id, sum(i.quantity) as pieces,
                 round((o.amount_btc - o.refunded_btc) * coalesce(p_eur_rate, 0), 2) as eur
            from order_parts o join order_items i using (order_id, seller_id)
           where o.order_id = p_order and is_earned(o)
           group by o.order_id, o.seller_id) t
   where s.user_id = t.seller_id;
end $$;

-- Whether a part was paid through Souk, and not all of it given back.
create or replace function is_earned(p order_parts) returns boolean language sql immutable as $$
  select p.hold_id is not null and p.settled_at is not null and p.refunded_btc < p.amount_btc
$$;
