-- What the sides of an order are told of it and its escrow.

-- What people are told of a step of an order that was p_from before, and is p_to. Where that is the same,
-- it was one of several sellers with their part.
create or replace function order_news(p_action text, p_from text, p_to text) returns text
language sql immutable as $$
  select case
    when p_action = 'create' then 'The order has been placed'
    when p_action = 'claim' then 'The buyer says that the order has been paid'
    when p_action = 'pay' then 'The order has been paid, and its escrow holds the money'
    when p_from = p_to then 'One of the sellers has ' || case p_action
      when 'confirm' then 'confirmed the order' when 'ship' then 'shipped their part of the order'
      when 'cancel' then 'cancelled their part of the order'
      when 'refund' then 'refunded their part of the order' end
    when p_action = 'expire' and p_to = 'CANCELLED'
    then 'The order was not paid in time and has been cancelled'
    when p_action in ('cancel', 'expire') and p_to <> 'CANCELLED'
    then 'What was not paid of the order has been cancelled, and the rest goes on'
    when p_action = 'refund' and p_to <> 'REFUNDED'
    then 'A part of the order has been refunded' || case p_to when 'COMPLETED' then ', and with it the order is completed'
                                                              else ', and the rest goes on' end
    when p_to = 'CANCELLED' then 'The order has been cancelled'
    when p_to = 'CONFIRMED' then 'The order has been confirmed'
    when p_to = 'SHIPPED' then 'The order has been shipped'
    when p_to = 'DELIVERED' then 'The order has arrived'
    when p_to = 'REFUNDED' then 'The order has been refunded'
    else 'The order is completed' end
$$;

create or replace function escrow_news(p_action text, p_status text) returns text
language sql immutable as $$
  select case p_action
    when 'create' then 'An escrow has been opened for the order'
    when 'release' then case p_status when 'RELEASED' then 'Funds have been released to the seller'
                                      else 'Funds have been released to one of the sellers' end
    when 'dispute' then 'The escrow has been disputed: staff will decide'
    when 'resolve_release' then 'Staff have released the funds to the seller'
    when 'resolve_refund' then 'Staff have given the funds back to the buyer'
    when 'split' then 'Staff have divided the funds'
    else case p_status when 'FUNDED' then 'The escrow holds the money of the order'
                       when 'CONFIRMED' then 'The seller has confirmed the order of the escrow'
                       when 'REFUNDED' then 'What the escrow held belongs to the buyer again'
                       else 'The escrow has ended with its order' end end
$$;

-- Leaves a notification with people, but for who acts; what they are told of an event comes after it.
create or replace function tell_sides(
  p_ctx call_context, p_sides bigint[], p_type text, p_text text, p_data jsonb)
returns void language plpgsql as $$
begin
  perform notify(p_ctx, side, p_type, initcap(replace(p_type, '_', ' ')), p_text, p_data)
     from unnest(p_sides) side;
end $$;

-- Records a step of an order, which was as p_before says, and what became of its escrow (p_escrow; null:
-- nothing): for all its sides, or where it stays as it was and one seller has done something, for them and
-- the buyer. Returns the streams.
create or replace function record_order_event(
  p_ctx call_context, p_before orders, p_action text, p_escrow text)
returns text[] language plpgsql as $$
declare o orders; v_sides bigint[]; v_streams text[]; v_escrow bigint; v_text text;
begin
  select * into o from orders where id = p_before.id;
  v_sides := order_sides(o.id, case when o.status = p_before.status
    and p_action in ('confirm', 'ship', 'cancel', 'refund') then array[p_ctx.actor_id] end);
  v_streams := user_streams(v_sides);
  v_text := order_news(p_action, p_before.status, o.status);
  perform record_event(
    p_ctx, v_streams, case p_action when 'create' then 'order.created' else 'order.updated' end,
    jsonb_build_object('order', jsonb_build_object('id', o.id, 'status', o.status), 'text', v_text));
  if p_escrow is not null then
    select id into v_escrow from escrows where order_id = o.id;
    perform record_event(p_ctx, v_streams, 'escrow.updated',
                         escrow_event(v_escrow, o.id, p_escrow, escrow_news('', p_escrow)));
  end if;
  perform tell_sides(
    p_ctx, v_sides, 'ORDER_' || case p_action when 'create' then 'CREATED' else o.status end,
    v_text, jsonb_build_object('orderId', 'order_' || o.id));
  return v_streams;
end $$;

create or replace function escrow_event(
  p_escrow bigint, p_order bigint, p_status text, p_text text)
returns jsonb language sql immutable as $$
  select jsonb_build_object('escrow', jsonb_build_object('id', p_escrow, 'orderId', p_order,
                                                         'status', p_status), 'text', p_text)
$$;

-- Records a step of an escrow for all sides of its order, and the order's end if it came with it; where it
-- goes on for other sellers than p_sellers, for those and the buyer. Returns the streams.
create or replace function record_escrow_event(
  p_ctx call_context, p_escrow bigint, p_type text, p_action text, p_sellers bigint[])
returns text[] language plpgsql as $$
declare e escrows; o orders; v_goes_on boolean; v_sides bigint[]; v_streams text[];
begin
  select * into e from escrows where id = p_escrow;
  select * into o from orders where id = e.order_id;
  v_goes_on := p_action = 'release' and e.status <> 'RELEASED';
  v_sides := order_sides(o.id, case when v_goes_on then p_sellers end);
  v_streams := user_streams(v_sides);
  perform record_event(p_ctx, v_streams, case when v_goes_on then 'escrow.updated' else p_type end,
                       escrow_event(e.id, o.id, e.status, escrow_news(p_action, e.status)));
  if e.status in ('RELEASED', 'REFUNDED') then
    perform record_event(p_ctx, v_streams, 'order.updated', jsonb_build_object(
      'order', jsonb_build_object('id', o.id, 'status', o.status),
      'text', order_news('settle', null, o.status)));
  end if;
  perform tell_sides(
    p_ctx, v_sides, 'ESCROW_' || case p_action when 'create' then 'CREATED' else e.status end,
    escrow_news(p_action, e.status),
    jsonb_build_object('escrowId', 'escrow_' || e.id, 'orderId', 'order_' || o.id));
  return v_streams;
end $$;
