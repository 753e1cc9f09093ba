-- Orders and escrows as the contract shows them; amounts as text, so that no digit is lost. A list shows each of
-- its rows by the same statement: a function for each of them would cost several times as much.

-- A piece of an order with its product and whose that is.
create or replace view order_item_shown as
select i.order_id, i.id, jsonb_build_object(
         'id', i.id, 'productId', i.product_id, 'quantity', i.quantity,
         'priceBtc', trim_scale(i.price_btc)::text, 'priceEur', trim_scale(i.price_eur)::text,
         'product', jsonb_build_object(
           'id', p.id, 'name', p.name, 'images', p.images[1:1],
           'seller', jsonb_build_object(
             'id', s.id, 'name', s.store_name, 'storeName', s.store_name,
             'user', jsonb_build_object('username', u.username, 'avatar', avatar_of(u))))) as shown
  from order_items i join products p on p.id = i.product_id
       join sellers s on s.user_id = i.seller_id join users u on u.id = i.seller_id;

-- How far a seller of an order is, and what they are to get.
create or replace view order_part_shown as
select p.order_id, s.id as seller_id, fee_left(p) as fee_btc, jsonb_build_object(
         'sellerId', s.id, 'state', p.state, 'amountBtc', trim_scale(p.amount_btc)::text,
         'feeBtc', trim_scale(fee_left(p))::text, 'refundedBtc', trim_scale(p.refunded_btc)::text) as shown
  from order_parts p join sellers s on s.user_id = p.seller_id;

create or replace view participant_shown as
select p.escrow_id, p.id, jsonb_build_object(
         'id', p.id, 'userId', p.user_id, 'role', p.role, 'agreedAt', p.agreed_at,
         'user', jsonb_build_object('username', u.username, 'avatar', avatar_of(u))) as shown
  from escrow_participants p join users u on u.id = p.user_id;

-- An escrow without its order. Nobody can read its code.
create or replace view escrow_in_order as
select e.id, e.order_id, jsonb_build_object(
         'id', e.id, 'orderId', e.order_id, 'userId', e.buyer_id, 'status', e.status,
         'amountBtc', trim_scale(e.amount_btc)::text, 'amountEur', trim_scale(e.amount_eur)::text,
         'releaseCode', case when e.code_hash is not null then '[redacted]' end,
         'disputeRaised', e.dispute_raised, 'disputeResolved', e.resolved_at is not null,
         'disputeReason', e.dispute_reason, 'resolution', replace(e.resolution, 'resolve_', ''),
         'resolutionNote', e.resolution_note, 'fundedAt', e.funded_at, 'confirmedAt', e.confirmed_at,
         'releasedAt', e.released_at, 'refundedAt', e.refunded_at, 'disputedAt', e.disputed_at,
         'resolvedAt', e.resolved_at, 'createdAt', e.created_at, 'updatedAt', e.updated_at,
         'participants', (select jsonb_agg(p.shown order by p.id) from participant_shown p
                           where p.escrow_id = e.id)) as shown
  from escrows e;

create or replace view escrow_shown as
select e.id, e.shown || jsonb_build_object('order', jsonb_build_object(
         'id', o.id, 'status', o.status,
         'buyer', (select jsonb_build_object('username', u.username, 'avatar', avatar_of(u))
                     from users u where u.id = o.buyer_id),
         'orderItems', (select jsonb_agg(i.shown order by i.id) from order_item_shown i
                         where i.order_id = o.id))) as shown
  from escrow_in_order e join orders o on o.id = e.order_id;

create or replace view order_shown as
select o.id, jsonb_build_object(
         'id', o.id, 'buyerId', o.buyer_id,
         'buyer', (select jsonb_build_object('username', u.username, 'avatar', avatar_of(u))
                     from users u where u.id = o.buyer_id),
         'status', o.status, 'totalBtc', trim_scale(o.total_btc)::text,
         'totalEur', trim_scale(o.total_eur)::text, 'feeBtc', trim_scale(parts.fee_btc)::text,
         'paymentHash', o.payment_hash, 'paymentConfirmed', o.payment_confirmed,
         'expiresAt', o.expires_at, 'createdAt', o.created_at, 'updatedAt', o.updated_at,
         'completedAt', o.completed_at,
         'orderItems', (select jsonb_agg(i.shown order by i.id) from order_item_shown i
                         where i.order_id = o.id),
         'parts', parts.shown,
         'escrowTransaction', (select e.shown from escrow_in_order e where e.order_id = o.id)) as shown
  from orders o, lateral (
         select jsonb_agg(p.shown order by p.seller_id) as shown, sum(p.fee_btc) as fee_btc
           from order_part_shown p where p.order_id = o.id) parts;

-- The same of one, for functions; in this language its plan is kept.
create or replace function order_json(p_order bigint) returns jsonb language plpgsql stable as $$
declare v_shown jsonb;
begin
  select shown into v_shown from order_shown where id = p_order;
  return v_shown;
end $$;

create or replace function escrow_json(p_escrow bigint) returns jsonb language plpgsql stable as $$
declare v_shown jsonb;
begin
  select shown into v_shown from escrow_shown where id = p_escrow;
  return v_shown;
end $$;
