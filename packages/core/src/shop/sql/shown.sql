-- What the sides of an order are told of it and its escrow.

-- What people are told of a step of an order. p_done is false where other sellers still have to take it.
create or replace function order_news(p_action text, p_done boolean) returns text
language sql immutable as $$
  select case p_action
    when 'create' then 'The order has been placed'
    when 'pay' then 'The order has been paid, and its escrow holds the money'
    when 'claim' then 'The buyer says that the order has been paid'
    when 'cancel' then 'The order has been cancelled'
    when 'expire' then 'The order was not paid in time and has been cancelled'
    when 'confirm' then case when p_done then 'The order has been confirmed'
                             else 'One of the sellers has confirmed the order' end
    when 'ship' then case when p_done then 'The order has been shipped'
                          else 'One of the sellers has shipped their part of the order' end
    when 'deliver' then 'The order has arrived'
    when 'refund' then case when p_done then 'The order has been refunded'
                            else 'One of the sellers has refunded their part of the order' end
    else 'The order is completed' end
$$;

create or replace function escrow_news(p_action text, p_status text) returns text
language sql immutable as $$
  select case p_action
    when 'create' then 'An escrow has been opened for the order'
    when 'release' then 'Funds have been released to the seller'
    when 'dispute' then 'The escrow has been disputed: staff will decide'
    when 'resolve_release' then 'Staff have released the funds to the seller'
    when 'resolve_refund' then 'Staff have given the funds back to the buyer'
    when 'split' then 'Staff have divided the funds'
    else case p_status when 'FUNDED' then 'The escrow holds the money of the order'
                       when 'CONFIRMED' then 'The seller has confirmed the order of the escrow'
                       when 'REFUNDED' then 'What the escrow held belongs to the buyer again'
                       else 'The escrow has ended with its order' end end
$$;

-- Leaves a notification with the sides of an order, but for who acts; what they are told of an event comes
-- after it.
create or replace function tell_sides(
  p_ctx call_context, o orders, p_type text, p_text text, p_data jsonb)
returns void language plpgsql as $$
begin
  perform notify(p_ctx, side, p_type, initcap(replace(p_type, '_', ' ')), p_text, p_data)
     from (select o.buyer_id union select seller_id from order_parts where order_id = o.id
            order by 1) sides (side);
end $$;

-- Records a step of an order for all its sides, and what became of its escrow (p_escrow; null: nothing).
-- Returns the streams.
create or replace function record_order_event(
  p_ctx call_context, p_order bigint, p_action text, p_escrow text)
returns text[] language plpgsql as $$
declare o orders; v_streams text[] := order_streams(p_order); v_done boolean; v_escrow bigint;
begin
  select * into o from orders where id = p_order;
  v_done := o.status = case p_action when 'confirm' then 'CONFIRMED' when 'ship' then 'SHIPPED'
                                     when 'refund' then 'REFUNDED' else o.status end;
  perform record_event(
    p_ctx, v_streams, case p_action when 'create' then 'order.created' else 'order.updated' end,
    jsonb_build_object('order', jsonb_build_object('id', o.id, 'status', o.status),
                       'text', order_news(p_action, v_done)));
  if p_escrow is not null then
    select id into v_escrow from escrows where order_id = p_order;
    perform record_event(p_ctx, v_streams, 'escrow.updated',
                         escrow_event(v_escrow, p_order, p_escrow, escrow_news('', p_escrow)));
  end if;
  perform tell_sides(
    p_ctx, o, 'ORDER_' || case p_action when 'create' then 'CREATED' else o.status end,
    order_news(p_action, v_done), jsonb_build_object('orderId', 'order_' || o.id));
  return v_streams;
end $$;

create or replace function escrow_event(
  p_escrow bigint, p_order bigint, p_status text, p_text text)
returns jsonb language sql immutable as $$
  select jsonb_build_object('escrow', jsonb_build_object('id', p_escrow, 'orderId', p_order,
                                                         'status', p_status), 'text', p_text)
$$;

-- Records a step of an escrow for all sides of its order, and the order's end if it came with it.
-- Returns the streams.
create or replace function record_escrow_event(
  p_ctx call_context, p_escrow bigint, p_type text, p_action text)
returns text[] language plpgsql as $$
declare e escrows; o orders; v_streams text[];
begin
  select * into e from escrows where id = p_escrow;
  select * into o from orders where id = e.order_id;
  v_streams := order_streams(o.id);
  perform record_event(p_ctx, v_streams, p_type,
                       escrow_event(e.id, o.id, e.status, escrow_news(p_action, e.status)));
  if e.status in ('RELEASED', 'REFUNDED') then
    perform record_event(p_ctx, v_streams, 'order.updated', jsonb_build_object(
      'order', jsonb_build_object('id', o.id, 'status', o.status),
      'text', order_news(case e.status when 'REFUNDED' then 'refund' else 'complete' end, true)));
  end if;
  perform tell_sides(
    p_ctx, o, 'ESCROW_' || case p_action when 'create' then 'CREATED' else e.status end,
    escrow_news(p_action, e.status),
    jsonb_build_object('escrowId', 'escrow_' || e.id, 'orderId', 'order_' || o.id));
  return v_streams;
end $$;
