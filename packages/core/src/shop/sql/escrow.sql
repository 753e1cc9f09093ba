-- What can happen to an escrow. Who changes one has locked its order.

-- Opens the escrow of an order; p_code is the hash of its release code.
create or replace function open_escrow(p_ctx call_context, o orders, p_status text, p_code text)
returns bigint language plpgsql as $$
declare v_id bigint;
begin
  insert into escrows (order_id, buyer_id, status, amount_btc, amount_eur, code_hash, funded_at,
                       created_at, updated_at)
  values (o.id, o.buyer_id, p_status, o.total_btc, o.total_eur, p_code,
          case p_status when 'FUNDED' then p_ctx.at end, p_ctx.at, p_ctx.at)
  returning id into v_id;
  insert into escrow_participants (escrow_id, user_id, role, agreed_at)
  values (v_id, o.buyer_id, 'BUYER', p_ctx.at);
  return v_id;
end $$;

-- Why somebody cannot set the release code of an order: unknown, exists, refused (the order is past it), or
-- null when they can.
create or replace function escrow_obstacle(p_user bigint, p_order bigint) returns text
language plpgsql stable as $$
declare o orders; e escrows;
begin
  select * into o from orders where id = p_order;
  select * into e from escrows where order_id = p_order;
  return case
    when o.id is null or o.buyer_id <> p_user then 'unknown'
    when e.code_hash is not null then 'exists'
    when e.id is null and o.status <> 'PENDING' then 'refused'
    when e.status not in ('PENDING', 'FUNDED', 'CONFIRMED') then 'refused' end;
end $$;

-- Makes the escrow of the actor's order. One that came by paying has no code yet, and gets this one.
-- outcome: done, or what escrow_obstacle says.
create or replace function create_escrow(
  p_ctx call_context, p_order bigint, p_code text,
  out outcome text, out escrow jsonb, out streams text[])
language plpgsql as $$
declare o orders; e escrows;
begin
  select * into o from orders where id = p_order for no key update;
  outcome := escrow_obstacle(p_ctx.actor_id, p_order);
  if outcome is not null then return; end if;
  select * into e from escrows where order_id = o.id;
  if e.id is null then
    e.id := open_escrow(p_ctx, o, 'PENDING', p_code);
    update order_parts set escrow_id = e.id, escrow_status = 'PENDING' where order_id = o.id;
  else
    update escrows set code_hash = p_code, updated_at = p_ctx.at where id = e.id;
  end if;
  escrow := escrow_json(e.id);
  streams := record_escrow_event(p_ctx, e.id, 'escrow.created', 'create', null);
  outcome := 'done';
end $$;

-- Notes that the money of an order is there, in its escrow, which is opened if need be.
create or replace function fund_escrow(p_ctx call_context, o orders) returns bigint
language plpgsql as $$
declare v_id bigint;
begin
  update escrows set status = 'FUNDED', funded_at = p_ctx.at, updated_at = p_ctx.at
   where order_id = o.id returning id into v_id;
  return coalesce(v_id, open_escrow(p_ctx, o, 'FUNDED', null));
end $$;

-- Brings an escrow to where its order is by now. Returns its status if that is another; one without money
-- ends with its order all the same.
create or replace function sync_escrow(p_ctx call_context, p_order bigint, p_status text)
returns text language plpgsql as $$
declare e escrows; v_to text;
begin
  select * into e from escrows where order_id = p_order;
  if not found then return null; end if;
  insert into escrow_participants (escrow_id, user_id, role, agreed_at)
  select e.id, seller_id, 'SELLER', confirmed_at from order_parts
   where order_id = p_order and confirmed_at is not null
  on conflict do nothing;
  v_to := case
    when p_status in ('CONFIRMED', 'SHIPPED', 'DELIVERED') and e.status = 'FUNDED' then 'CONFIRMED'
    when p_status in ('CANCELLED', 'REFUNDED') then 'REFUNDED'
    when p_status = 'COMPLETED' then 'RELEASED'
    else e.status end;
  if v_to = e.status then return null; end if;
  perform change_escrow(p_ctx, e.id, v_to);
  return v_to;
end $$;

-- Writes a step of an escrow.
create or replace function change_escrow(p_ctx call_context, p_escrow bigint, p_to text)
returns void language plpgsql as $$
begin
  update escrows set
    status       = p_to,
    updated_at   = p_ctx.at,
    confirmed_at = case p_to when 'CONFIRMED' then coalesce(confirmed_at, p_ctx.at) else confirmed_at end,
    released_at  = case p_to when 'RELEASED' then p_ctx.at else released_at end,
    refunded_at  = case p_to when 'REFUNDED' then p_ctx.at else refunded_at end,
    disputed_at  = case p_to when 'DISPUTED' then p_ctx.at else disputed_at end
  where id = p_escrow;
  update order_parts set escrow_status = p_to where escrow_id = p_escrow;
end $$;

-- What the actor is to an escrow.
create or replace function escrow_role(p_ctx call_context, e escrows) returns text
language sql stable as $$
  select order_role(p_ctx, o) from orders o where o.id = e.order_id
$$;

-- Whose parts a code releases: presented by a seller theirs, of several sellers only once it has been sent;
-- by the buyer, or once they have said that all has come, what has been sent, and where nothing has, all.
create or replace function releasable(p_ctx call_context, o orders) returns bigint[]
language sql stable as $$
  with going as (select seller_id, state from order_parts
                  where order_id = o.id and state not in ('REFUNDED', 'CANCELLED')),
       sent as (select seller_id from going where state = 'SHIPPED')
  select array_agg(seller_id order by seller_id) from going
   where state in ('CONFIRMED', 'SHIPPED')
     and case when p_ctx.actor_id = o.buyer_id or o.status = 'DELIVERED'
              then state = 'SHIPPED' or not exists (select from sent)
              else seller_id = p_ctx.actor_id
                   and (state = 'SHIPPED' or (select count(*) from going) = 1) end
$$;

-- Whether whoever acts is a seller who has no more to do with an escrow: their part has ended.
create or replace function is_done_selling(p_ctx call_context, p_order bigint) returns boolean
language sql stable as $$
  select exists (select from order_parts where order_id = p_order and seller_id = p_ctx.actor_id
                    and state in ('RELEASED', 'REFUNDED', 'CANCELLED'))
$$;

-- Counts a code that is about to be looked at, and says what it has to match: so that of each side no more
-- than five are, however many come at once. outcome: done, unknown, refused (not by the actor, nothing to
-- release, or no code to do it with), or locked.
create or replace function count_code(
  p_ctx call_context, p_escrow bigint, out outcome text, out role text, out code_hash text)
language plpgsql as $$
declare e escrows; o orders;
begin
  select * into e from escrows where id = p_escrow;
  select * into o from orders where id = e.order_id;
  role := escrow_role(p_ctx, e);
  outcome := case
    when e.id is null or role = 'other' then 'unknown'
    when role not in ('buyer', 'seller') or e.status <> 'CONFIRMED' or e.code_hash is null
         or releasable(p_ctx, o) is null then 'refused' end;
  if outcome is not null then return; end if;
  update escrow_participants p set codes_tried = p.codes_tried + 1
   where p.escrow_id = e.id and p.user_id = p_ctx.actor_id and p.codes_tried < 5;
  outcome := case when found then 'done' else 'locked' end;
  if found then code_hash := e.code_hash; end if;
end $$;

-- Applies the rule that fits the escrow's status and the actor's role (see transition_trade). p_code is
-- the hash that the code presented was found to match; p_seller_btc, of what is left, is the sellers' after a
-- decision. outcome: done, unknown, refused (no rule fits; escrow is as it stands), changed (another code has
-- been set meanwhile), or not_exact (detail is what there is to divide).
create or replace function transition_escrow(
  p_ctx call_context, p_escrow bigint, p_action text, p_note text, p_code text,
  p_seller_btc numeric, p_buyer_btc numeric, p_when text[],
  out outcome text, out role text, out detail text, out escrow jsonb, out streams text[])
language plpgsql as $$
declare o orders; e escrows; v_sellers bigint[]; v_left numeric;
begin
  select * into o from orders where id = (select order_id from escrows where id = p_escrow)
     for no key update;
  select * into e from escrows where id = p_escrow for no key update;
  role := escrow_role(p_ctx, e);
  if e.id is null or role = 'other' then outcome := 'unknown'; return; end if;
  v_sellers := case when p_action = 'release' then releasable(p_ctx, o) else array(
    select seller_id from order_parts
     where order_id = o.id and state not in ('RELEASED', 'REFUNDED', 'CANCELLED') order by 1) end;
  v_left := (select sum(amount_btc) from order_parts where order_id = o.id and seller_id = any (v_sellers));
  outcome := case
    when (e.status || '/' || role) <> all (p_when) or v_sellers is null
         or is_done_selling(p_ctx, o.id) then 'refused'
    when p_action = 'release' and e.code_hash is distinct from p_code then 'changed'
    when p_action = 'split' and p_seller_btc + p_buyer_btc is distinct from v_left then 'not_exact' end;
  detail := trim_scale(v_left)::text;
  if outcome is null then
    if p_action = 'dispute' then perform dispute_escrow(p_ctx, e, p_note);
    else perform settle_escrow(p_ctx, o, e, p_action, p_note, v_sellers, case p_action
           when 'split' then p_seller_btc when 'resolve_refund' then 0 else v_left end, v_left);
    end if;
    streams := record_escrow_event(p_ctx, e.id, 'escrow.' || case p_action
      when 'dispute' then 'disputed' when 'release' then 'released' else 'resolved' end, p_action, v_sellers);
    outcome := 'done';
  end if;
  escrow := escrow_seen_by(p_ctx.actor_id, escrow_json(p_escrow));
end $$;

create or replace function dispute_escrow(p_ctx call_context, e escrows, p_reason text)
returns void language plpgsql as $$
begin
  update escrows set dispute_raised = true, disputed_by = p_ctx.actor_id, dispute_reason = p_reason
   where id = e.id;
  perform change_escrow(p_ctx, e.id, 'DISPUTED');
end $$;

-- Pays what an escrow holds for sellers: p_seller_btc of p_left to them, each by their part of it, the rest
-- to the buyer. With the last of its parts the escrow ends, and the order.
create or replace function settle_escrow(
  p_ctx call_context, o orders, e escrows, p_action text, p_note text,
  p_sellers bigint[], p_seller_btc numeric, p_left numeric)
returns void language plpgsql as $$
declare v_part order_parts; v_divided numeric := 0; v_paid numeric := 0; v_share numeric; v_to text;
begin
  if p_seller_btc = 0 then
    perform return_stock(o.id, array(select seller_id from order_parts where order_id = o.id
                                        and seller_id = any (p_sellers) and state <> 'SHIPPED'));
  end if;
  perform ledger.lock_wallets(p_sellers || o.buyer_id, 'main', 'btc');
  for v_part in select * from order_parts
                 where order_id = o.id and seller_id = any (p_sellers) order by seller_id
  loop
    -- Each share is what the sums so far come to, less what they came to before: so they add up exactly.
    v_divided := v_divided + v_part.amount_btc;
    v_share := trunc(p_seller_btc * v_divided / p_left, 8) - v_paid;
    v_paid := v_paid + v_share;
    perform settle_part(p_ctx, v_part, v_share, 'escrow.' || p_action);
  end loop;
  if p_action = 'release' then
    -- Whoever has the code need not be kept from trying.
    update escrow_participants set codes_tried = 0 where escrow_id = e.id and user_id = p_ctx.actor_id;
  else
    perform note_resolution(p_ctx, e, p_action, p_note, p_seller_btc, p_left);
  end if;
  v_to := status_of_parts(o);
  update orders set status = v_to, updated_at = p_ctx.at,
                    completed_at = case v_to when 'COMPLETED' then p_ctx.at end
   where id = o.id;
  update order_parts set order_status = v_to where order_id = o.id and order_status <> v_to;
  perform change_escrow(p_ctx, e.id, case v_to when 'COMPLETED' then 'RELEASED'
                                               when 'REFUNDED' then 'REFUNDED' else e.status end);
  if v_to = 'COMPLETED' then perform complete_order(p_ctx, o.id); end if;
end $$;

create or replace function note_resolution(
  p_ctx call_context, e escrows, p_action text, p_note text, p_seller_btc numeric, p_left numeric)
returns void language plpgsql as $$
begin
  update escrows set resolution = p_action, resolution_note = p_note, resolved_by = p_ctx.actor_id,
                     resolved_at = p_ctx.at
   where id = e.id;
  perform record_audit(p_ctx, 'escrow.resolved', 'escrow:' || e.id, jsonb_build_object(
    'outcome', replace(p_action, 'resolve_', ''), 'note', p_note,
    'sellerBtc', trim_scale(p_seller_btc)::text, 'buyerBtc', trim_scale(p_left - p_seller_btc)::text));
end $$;

-- The house's fee of what a seller gets.
create or replace function part_fee(p order_parts, p_seller_btc numeric) returns numeric
language sql immutable as $$
  select trunc(p.fee_btc * p_seller_btc / p.amount_btc, 8)
$$;

-- Pays p_seller_btc of what a part holds to its seller, less the fee, and gives the rest back.
create or replace function settle_part(
  p_ctx call_context, p order_parts, p_seller_btc numeric, p_reason text)
returns void language plpgsql as $$
declare v_back numeric := p.amount_btc - p_seller_btc; v_holds bigint[] := array[p.hold_id];
        v_fee numeric := part_fee(p, p_seller_btc);
begin
  if p_seller_btc > 0 and v_back > 0 then
    v_holds := ledger.regroup(v_holds, array[p_seller_btc, v_back],
      array['order:' || p.order_id || ':' || p.seller_id, 'order:' || p.order_id || ':back'], p_ctx.at);
    perform ledger.void(v_holds[2], p_ctx.at);
  end if;
  if p_seller_btc > 0 then
    perform ledger.post(v_holds[1], array[
      (p.seller_id, 'main', p_seller_btc - v_fee)::ledger.credit,
      (null, 'fees', v_fee)::ledger.credit], p_reason, p_ctx.at);
  else
    perform ledger.void(v_holds[1], p_ctx.at);
  end if;
  update order_parts set hold_id = v_holds[1], refunded_btc = v_back, settled_at = p_ctx.at,
                         state = case when p_seller_btc > 0 then 'RELEASED' else 'REFUNDED' end
   where order_id = p.order_id and seller_id = p.seller_id;
end $$;
