-- Who sees what of an order and its escrow.

-- What the house keeps of a part, or is to: nothing of what went back, or was never paid.
create or replace function fee_left(p order_parts) returns numeric language sql immutable as $$
  select case when p.state = 'CANCELLED' then 0 else part_fee(p, p.amount_btc - p.refunded_btc) end
$$;

-- Of what several sell in one order, each of them sees what is theirs, the total too; the buyer and staff
-- see all. Null for nobody in particular.
create or replace function order_seen_by(p_user bigint, p_order jsonb) returns jsonb
language plpgsql stable as $$
declare v_items jsonb; v_part jsonb; v_eur text;
begin
  if jsonb_array_length(p_order -> 'parts') < 2 or (p_order ->> 'buyerId')::bigint = p_user then
    return p_order;
  end if;
  v_part := (select p from jsonb_array_elements(p_order -> 'parts') p join sellers s on s.user_id = p_user
              where (p ->> 'sellerId')::bigint = s.id);
  if v_part is null then return p_order; end if;
  select jsonb_agg(i order by place),
         case when count(*) = count(i ->> 'priceEur')
              then sum((i ->> 'priceEur')::numeric * (i ->> 'quantity')::bigint)::text end
    into v_items, v_eur
    from jsonb_array_elements(p_order -> 'orderItems') with ordinality as items (i, place)
   where i -> 'product' -> 'seller' -> 'id' = v_part -> 'sellerId';
  return p_order || jsonb_build_object(
    'totalBtc', v_part -> 'amountBtc', 'totalEur', v_eur, 'feeBtc', v_part -> 'feeBtc',
    'orderItems', v_items, 'parts', jsonb_build_array(v_part),
    'escrowTransaction', part_of_escrow(p_user, p_order -> 'escrowTransaction', v_part ->> 'amountBtc', v_eur));
end $$;

-- What a seller sees of an escrow for several: their own amounts, and beside themself only the buyer.
create or replace function part_of_escrow(p_user bigint, p_escrow jsonb, p_btc text, p_eur text)
returns jsonb language sql stable as $$
  select case when jsonb_typeof(p_escrow) <> 'object' then p_escrow else
    p_escrow || jsonb_build_object('amountBtc', p_btc, 'amountEur', p_eur, 'participants', (
      select jsonb_agg(p order by place)
        from jsonb_array_elements(p_escrow -> 'participants') with ordinality as those (p, place)
       where p ->> 'role' <> 'SELLER' or (p ->> 'userId')::bigint = p_user)) end
$$;

-- The same of an escrow with its order.
create or replace function escrow_seen_by(p_user bigint, p_escrow jsonb) returns jsonb
language plpgsql stable as $$
declare v_order bigint := (p_escrow ->> 'orderId')::bigint; v_items jsonb; v_btc text; v_eur text;
begin
  if (p_escrow ->> 'userId')::bigint = p_user
     or (select count(*) from order_parts where order_id = v_order) < 2 then
    return p_escrow;
  end if;
  select trim_scale(amount_btc)::text into v_btc from order_parts
   where order_id = v_order and seller_id = p_user;
  if not found then return p_escrow; end if;
  select case when count(*) = count(price_eur) then trim_scale(sum(price_eur * quantity))::text end,
         (select jsonb_agg(i order by place)
            from jsonb_array_elements(p_escrow -> 'order' -> 'orderItems')
                 with ordinality as items (i, place)
           where (i ->> 'id')::bigint = any (array_agg(own.id)))
    into v_eur, v_items from order_items own where order_id = v_order and seller_id = p_user;
  return part_of_escrow(p_user, p_escrow, v_btc, v_eur)
      || jsonb_build_object('order', (p_escrow -> 'order') || jsonb_build_object('orderItems', v_items));
end $$;
